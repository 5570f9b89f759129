package dev.airelay.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which web pages may read responses. Immutable; safe for concurrent use. Runs after {@link HostGuard}.
 *
 * <p>An origin is allowed only if an entry of the list matches it, possibly by a wildcard. A page in a desktop app is
 * treated like one in a browser, even on the relay's own machine and with the right token. With an empty list no response
 * ever carries a CORS header. Credentials are never allowed: a page must have the relay token itself.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
public final class OriginGuard {
    private static final Pattern TOKENS =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++(?:, *+[!#$%&'*+.^_`|~0-9A-Za-z-]++)*+");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE");
    private static final String ALL_METHODS = "GET, HEAD, POST, DELETE";
    private static final String PREFLIGHT_SECONDS = "600";
    private static final int MAX_REQUEST_HEADERS = 2_000;
    private static final int MAX_SHOWN = 200;

    private final AllowedOrigins allowed;
    private final String exposedHeaders;

    /**
     * A guard for one listener.
     *
     * @param allowedOrigins as a browser writes them, e.g. {@code https://chat.example}, {@code null} for pages without an
     *     origin, {@code *} for any port, {@code *.} for any name below a host and, where the scheme is not the web's,
     *     {@code *} for any host; none turns CORS off
     * @param exposedHeaders names of response headers that a page may read besides the safelisted ones
     * @throws IllegalArgumentException naming the entry that is not an origin
     */
    public OriginGuard(Collection<String> allowedOrigins, Collection<String> exposedHeaders) {
        this.allowed = new AllowedOrigins(allowedOrigins);
        this.exposedHeaders = String.join(", ", exposedHeaders);
    }

    /**
     * Decides about one request.
     *
     * @param method as sent, upper case
     * @param origin every Origin header of the request
     * @param asked the description of the request that this one prepares
     */
    public OriginDecision check(String method, List<String> origin, PreflightRequest asked) {
        if (origin.isEmpty()) {
            return new OriginDecision.NotAPage();
        }
        if (origin.size() != 1 || !allowed.contain(origin.get(0))) {
            return new OriginDecision.Foreign(shown(String.join(", ", origin)));
        }
        String echoed = origin.get(0).strip();
        return method.equals("OPTIONS") && asked.method().isPresent()
                ? new OriginDecision.Preflight(preflight(echoed, asked))
                : new OriginDecision.Listed(readable(echoed));
    }

    private List<CorsHeader> readable(String origin) {
        List<CorsHeader> headers = new ArrayList<>(3);
        headers.add(new CorsHeader("access-control-allow-origin", origin));
        headers.add(new CorsHeader("vary", "origin"));
        if (!exposedHeaders.isEmpty()) {
            headers.add(new CorsHeader("access-control-expose-headers", exposedHeaders));
        }
        return headers;
    }

    private static List<CorsHeader> preflight(String origin, PreflightRequest asked) {
        List<CorsHeader> headers = new ArrayList<>(6);
        headers.add(new CorsHeader("access-control-allow-origin", origin));
        headers.add(new CorsHeader("vary", "origin, access-control-request-method, access-control-request-headers"));
        if (!METHODS.contains(asked.method().orElse(""))) {
            return headers;
        }
        headers.add(new CorsHeader("access-control-allow-methods", ALL_METHODS));
        asked.headers()
                .filter(names -> names.length() <= MAX_REQUEST_HEADERS
                        && TOKENS.matcher(names).matches())
                .ifPresent(names ->
                        headers.add(new CorsHeader("access-control-allow-headers", names.toLowerCase(Locale.ROOT))));
        if (asked.privateNetwork()) {
            headers.add(new CorsHeader("access-control-allow-private-network", "true"));
        }
        headers.add(new CorsHeader("access-control-max-age", PREFLIGHT_SECONDS));
        return headers;
    }

    private static String shown(String origin) {
        return origin.length() <= MAX_SHOWN ? origin : origin.substring(0, MAX_SHOWN);
    }
}
