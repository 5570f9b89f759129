package dev.airelay.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description, in an OPTIONS request, of the request that a page wants to send.
 *
 * @param method from {@code Access-Control-Request-Method}; empty when the request is not a preflight
 * @param headers from {@code Access-Control-Request-Headers}
 * @param privateNetwork whether {@code Access-Control-Request-Private-Network} is {@code true}: a public page wants to reach
 *     a private address
 */
public record PreflightRequest(Optional<String> method, Optional<String> headers, boolean privateNetwork) {
    private static final PreflightRequest NONE = new PreflightRequest(Optional.empty(), Optional.empty(), false);

    /** The request is not a preflight. */
    public static PreflightRequest none() {
        return NONE;
    }

    /** Reads the values of the three headers; null for one that is absent. */
    public static PreflightRequest of(
            @Nullable String method, @Nullable String headers, @Nullable String privateNetwork) {
        return new PreflightRequest(
                Optional.ofNullable(method).map(String::strip),
                Optional.ofNullable(headers).map(String::strip).filter(names -> !names.isEmpty()),
                "true".equals(privateNetwork));
    }
}
