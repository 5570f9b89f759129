package dev.airelay.emulator.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Authorization codes: short-lived, good once, bound to a redirect and a PKCE challenge. Safe for concurrent use. */
final class AuthorizationCodes {
    /** The grant that a code stands for. */
    record Grant(LoginSession session, String redirectUri, String challenge, Instant end) {}

    private static final class Entry {
        final Grant grant;
        boolean used;

        Entry(Grant grant) {
            this.grant = grant;
        }
    }

    private final Map<String, Entry> entries = Bounded.map();

    synchronized void add(String code, Grant grant) {
        entries.put(code, new Entry(grant));
    }

    /**
     * Returns why a code cannot be exchanged; empty if it can. In either case, a code that was presented is used up, as RFC
     * 6749 section 10.5 advises.
     */
    synchronized Optional<String> refusal(String code, String redirectUri, String verifier, Instant now) {
        Entry entry = entries.get(code);
        if (entry == null) {
            return Optional.of("The authorization code is unknown.");
        }
        if (entry.used) {
            return Optional.of("The authorization code was already used.");
        }
        entry.used = true;
        if (!entry.grant.end().isAfter(now)) {
            return Optional.of("The authorization code has expired.");
        }
        if (!entry.grant.redirectUri().equals(redirectUri)) {
            return Optional.of("redirect_uri differs from the one in the authorize request.");
        }
        boolean proven = MessageDigest.isEqual(
                Jwt.s256(verifier).getBytes(US_ASCII), entry.grant.challenge().getBytes(US_ASCII));
        return proven ? Optional.empty() : Optional.of("code_verifier does not match the code_challenge.");
    }

    /** The sign-in of a known code. */
    synchronized Optional<LoginSession> session(String code) {
        return Optional.ofNullable(entries.get(code)).map(entry -> entry.grant.session());
    }
}
