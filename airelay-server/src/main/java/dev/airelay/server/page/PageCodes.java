package dev.airelay.server.page;

import dev.airelay.base.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The one-time codes that sign a tab in. Each works once, for {@link #LIFETIME}. Only their hashes are held, and few of them. Safe
 * for concurrent use.
 */
public final class PageCodes {

    /** How long a code can be used. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int BYTES = 24;
    private static final int MOST = 16;

    private final SecureRandom random;
    private final LongSupplier nanoTime;
    /** The hash of each code with the time at which it expires, the oldest first. */
    private final Map<String, Long> ends = new LinkedHashMap<>();

    /**
     * Creates an empty set.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    public PageCodes(SecureRandom random, LongSupplier nanoTime) {
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** Makes a code, which is good from now on. Of too many that nobody uses, the oldest is forgotten. */
    public String issue() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (ends) {
            ends.put(Sha256.hex(code), nanoTime.getAsLong() + LIFETIME.toNanos());
            if (ends.size() > MOST) {
                ends.remove(ends.keySet().iterator().next());
            }
        }
        return code;
    }

    /** Uses a code up; returns whether it was good. */
    public boolean use(String code) {
        synchronized (ends) {
            Long end = ends.remove(Sha256.hex(code));
            return end != null && end - nanoTime.getAsLong() > 0;
        }
    }
}
