package dev.airelay.emulator.api;

import java.time.Duration;

/**
 * The lifetimes of tokens and codes, in whole seconds; zero or less means already expired when issued.
 *
 * @param access the access token
 * @param id the id token
 * @param refresh the refresh token, from when it was issued
 * @param code the authorization code
 */
public record TokenLifetimes(Duration access, Duration id, Duration refresh, Duration code) {

    /** Ten days, an hour, ninety days and ten minutes. */
    public static TokenLifetimes defaults() {
        return new TokenLifetimes(
                Duration.ofDays(10), Duration.ofHours(1), Duration.ofDays(90), Duration.ofMinutes(10));
    }

    /** The same lifetimes with another one of access tokens. */
    public TokenLifetimes withAccess(Duration lifetime) {
        return new TokenLifetimes(lifetime, id, refresh, code);
    }

    /** The same lifetimes with another one of id tokens. */
    public TokenLifetimes withId(Duration lifetime) {
        return new TokenLifetimes(access, lifetime, refresh, code);
    }

    /** The same lifetimes with another one of refresh tokens. */
    public TokenLifetimes withRefresh(Duration lifetime) {
        return new TokenLifetimes(access, id, lifetime, code);
    }

    /** The same lifetimes with another one of authorization codes. */
    public TokenLifetimes withCode(Duration lifetime) {
        return new TokenLifetimes(access, id, refresh, lifetime);
    }
}
