package dev.airelay.emulator;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a script for the issuer can be meant for. */
enum LoginTarget {
    /** {@code GET /oauth/authorize}. */
    AUTHORIZE,
    /** The token path with {@code grant_type=authorization_code}. */
    EXCHANGE,
    /** The token path with {@code grant_type=refresh_token}. */
    REFRESH,
    /** The token path with the token-exchange grant. */
    API_KEY,
    /** The start of a device login. */
    USERCODE,
    /** A poll of a device login. */
    POLL,
    /** {@code POST /oauth/revoke}. */
    REVOKE;

    /** Stands for an exchange or a refresh, whichever comes next. */
    static final String EITHER = "token";

    static final Set<String> NAMES = Stream.concat(Stream.of(values()).map(LoginTarget::scriptName), Stream.of(EITHER))
            .collect(Collectors.toUnmodifiableSet());

    String scriptName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
