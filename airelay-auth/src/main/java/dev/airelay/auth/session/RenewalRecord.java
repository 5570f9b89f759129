package dev.airelay.auth.session;

import dev.airelay.base.Sha256;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is known of the renewal of one refresh token.
 *
 * @param tokenHash which refresh token, by its hash
 * @param state how far it came
 * @param code the issuer's word for its refusal; empty unless refused
 * @param cutOff whether an earlier attempt may have reached the issuer without its answer having been stored
 * @param at when it came so far
 */
public record RenewalRecord(String tokenHash, State state, String code, boolean cutOff, Instant at) {
    /** How far a renewal came. */
    public enum State {
        /** The token was sent, or is about to be. */
        STARTED,
        /** The issuer refused it for good. */
        REFUSED
    }

    /** Names of codes are plain; anything else could be text of a foreign server. */
    private static final int MAX_CODE = 64;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]*");

    /** Reduces the code to its plain characters. */
    public RenewalRecord {
        code = plain(code);
    }

    /** The code if it looks like one, else a stand-in. */
    static String plain(String code) {
        boolean plain = code.length() <= MAX_CODE && PLAIN.matcher(code).matches();
        return plain ? code : "unknown_refusal";
    }

    boolean isOf(String refreshToken) {
        return tokenHash.equals(Sha256.hex(refreshToken));
    }

    boolean refused() {
        return state == State.REFUSED;
    }

    /** What the owner is told, with the way out. */
    String message() {
        return "The ChatGPT session has ended: " + cause() + " (" + code + "). Run: airelay login";
    }

    private String cause() {
        return switch (code) {
            case "refresh_token_expired" -> "it was not renewed in time";
            case "refresh_token_reused" ->
                cutOff
                        ? "a renewal was interrupted before the new tokens could be saved, and the login server accepts the old"
                                + " ones only once"
                        : "its refresh token was already used, possibly by a copy of the session in another program";
            case "refresh_token_invalidated" -> "it was signed out elsewhere";
            default -> "the login server refused to renew it";
        };
    }
}
