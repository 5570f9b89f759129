package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.EmulatedAccount;
import java.util.function.UnaryOperator;

/**
 * How the tokens of one response differ from the usual ones.
 *
 * @param account for whom they are, given who signed in
 * @param audience whether {@code aud} is an array or a text
 * @param place where the account id stands
 * @param padded whether base64url keeps its padding
 * @param expiry the form of the expiry in the access token, if it has one
 * @param email whether the id token has its email at the top; the access token's profile has it always
 */
record TokenVariation(
        UnaryOperator<EmulatedAccount> account,
        Audience audience,
        AccountPlace place,
        boolean padded,
        Expiry expiry,
        boolean email) {
    /** The form of {@code aud}. */
    enum Audience {
        ARRAY,
        TEXT
    }

    /** Where the account id stands. */
    enum AccountPlace {
        /** In the auth claim of both tokens. */
        BOTH,
        /** In the auth claim of the access token alone. */
        ACCESS,
        /** At the top level of both tokens. */
        TOP,
        /** Only as the first organization's id, in the id token. */
        ORGANIZATIONS,
        /** Nowhere: neither token has the auth claim. */
        NONE
    }

    /** The form of {@code exp}. */
    enum Expiry {
        NUMBER,
        TEXT,
        NONE
    }

    static final TokenVariation NONE =
            new TokenVariation(UnaryOperator.identity(), Audience.ARRAY, AccountPlace.BOTH, false, Expiry.NUMBER, true);
}
