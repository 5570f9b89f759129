package dev.airelay.server.guard;

import dev.airelay.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The credential of the page at {@code /} in place of the relay token: the time at which it expires, signed with the token. Nothing is stored, so it outlives a
 * restart of the relay, and a new relay token ends it at once. It opens what the token opens, and does not reveal it.
 */
public final class PageSession {

    /** How long a tab stays signed in. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    private static final String PREFIX = "airelay-page-";
    private static final String AUTHORIZATION = "Bearer ";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_DIGITS = 12;

    private PageSession() {}

    /** Returns a session that is good until then. */
    public static String until(Instant end, String relayToken) {
        long second = end.getEpochSecond();
        return PREFIX + second + "-" + signature(second, relayToken);
    }

    /** Returns whether the header shows a page session, good or not: no relay token begins so. */
    static boolean isShown(String authorization) {
        return authorization.regionMatches(true, 0, AUTHORIZATION, 0, AUTHORIZATION.length())
                && authorization.startsWith(PREFIX, AUTHORIZATION.length());
    }

    /** Returns whether the session in the header was signed with this token and has not ended. */
    static boolean isGood(String authorization, String relayToken, Instant now) {
        String session = authorization
                .substring(AUTHORIZATION.length() + PREFIX.length())
                .strip();
        int dash = session.indexOf('-');
        if (dash < 1 || dash > MAX_DIGITS || !session.substring(0, dash).chars().allMatch(PageSession::isDigit)) {
            return false;
        }
        long end = Long.parseLong(session.substring(0, dash));
        byte[] right = Sha256.bytes(signature(end, relayToken));
        return MessageDigest.isEqual(Sha256.bytes(session.substring(dash + 1)), right) && now.getEpochSecond() < end;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static String signature(long end, String relayToken) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(relayToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal((PREFIX + end).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }
}
