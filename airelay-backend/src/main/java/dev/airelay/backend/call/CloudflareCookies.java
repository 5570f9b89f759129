package dev.airelay.backend.call;

import dev.airelay.backend.connect.Endpoint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.ClientCookieEncoder;
import io.netty.handler.codec.http.cookie.Cookie;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of the network in front of the upstream, in memory. Those of the upstream itself are dropped: they would link
 * unrelated calls.
 *
 * <p>Only for the one upstream host. Safe for concurrent use; every method is short.
 */
final class CloudflareCookies {

    private static final Set<String> NAMES = Set.of(
            "__cf_bm",
            "__cflb",
            "__cfruid",
            "__cfseq",
            "__cfwaitingroom",
            "_cfuvid",
            "cf_clearance",
            "cf_ob_info",
            "cf_use_ob");
    private static final String CHALLENGE_PREFIX = "cf_chl_";
    /** More than the names above ever need at once; without it, names with the prefix would be unlimited. */
    private static final int MAX_COOKIES = 32;

    private static final int MAX_VALUE_CHARS = 4096;

    private final Endpoint endpoint;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    CloudflareCookies(Endpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Stores the allowed cookies that a response of the upstream sets. */
    void learn(HttpHeaders response) {
        List<String> lines = response.getAll(HttpHeaderNames.SET_COOKIE);
        if (!lines.isEmpty()) {
            synchronized (kept) {
                lines.forEach(this::learnOne);
            }
        }
    }

    /** Returns the value of the {@code Cookie} header; empty when there is none to send. */
    Optional<String> header() {
        synchronized (kept) {
            Instant now = clock.instant();
            kept.values().removeIf(cookie -> cookie.expires() != null && !now.isBefore(cookie.expires()));
            List<Cookie> sent = new ArrayList<>();
            for (Kept cookie : kept.values()) {
                if (endpoint.tls() || !cookie.cookie().isSecure()) {
                    sent.add(cookie.cookie());
                }
            }
            return Optional.ofNullable(ClientCookieEncoder.STRICT.encode(sent));
        }
    }

    private void learnOne(String line) {
        Cookie cookie = ClientCookieDecoder.STRICT.decode(line);
        if (cookie == null || !allowed(cookie)) {
            return;
        }
        kept.remove(cookie.name());
        if (cookie.maxAge() == Cookie.UNDEFINED_MAX_AGE) {
            keep(new Kept(cookie, null));
        } else if (cookie.maxAge() > 0) {
            keep(new Kept(cookie, clock.instant().plusSeconds(Math.min(cookie.maxAge(), Integer.MAX_VALUE))));
        }
    }

    private void keep(Kept cookie) {
        if (kept.size() >= MAX_COOKIES) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(cookie.cookie().name(), cookie);
    }

    private boolean allowed(Cookie cookie) {
        boolean name = NAMES.contains(cookie.name()) || cookie.name().startsWith(CHALLENGE_PREFIX);
        return name && cookie.value().length() <= MAX_VALUE_CHARS && forThisHost(cookie.domain());
    }

    private boolean forThisHost(@Nullable String domain) {
        if (domain == null || domain.isEmpty()) {
            return true;
        }
        String host = endpoint.host().toLowerCase(Locale.ROOT);
        String wanted = domain.toLowerCase(Locale.ROOT);
        String bare = wanted.startsWith(".") ? wanted.substring(1) : wanted;
        return host.equals(bare) || host.endsWith("." + bare);
    }

    private record Kept(Cookie cookie, @Nullable Instant expires) {}
}
