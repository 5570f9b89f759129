package dev.airelay.security;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The origins whose pages may call the relay. Immutable; safe for concurrent use.
 *
 * <p>An entry is an origin as browsers send it, including {@code null} and {@code file://}, and must match exactly. {@code
 * *} in place of a port matches every port, {@code *.} before a host every name below it, and {@code *} in place of the host
 * of a scheme other than the web's every page of that scheme, since an app's web views may get a new name with each start.
 */
final class AllowedOrigins {
    private static final String ANY = "*";
    private static final String BELOW = "*.";

    private final List<WebOrigin> entries;

    /**
     * The origins of a list.
     *
     * @throws IllegalArgumentException naming the first entry that is not one
     */
    AllowedOrigins(Collection<String> entries) {
        this.entries = entries.stream()
                .map(entry -> WebOrigin.parse(entry)
                        .filter(AllowedOrigins::isEntry)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "allowedOrigins must hold origins such as https://chat.example, http://localhost:*,"
                                        + " null or app://*, was \"" + entry + "\"")))
                .distinct()
                .toList();
    }

    private static boolean isEntry(WebOrigin origin) {
        String host = origin.host();
        return host.equals(ANY)
                ? !origin.ofTheWeb()
                : host.indexOf(ANY, host.startsWith(BELOW) && host.length() > BELOW.length() ? 1 : 0) < 0;
    }

    /** Whether pages of this origin, as in the header, are allowed. */
    boolean contain(String origin) {
        Optional<WebOrigin> page = sent(origin);
        return page.isPresent() && entries.stream().anyMatch(entry -> matches(entry, page.get()));
    }

    private static boolean matches(WebOrigin entry, WebOrigin page) {
        return entry.scheme().equals(page.scheme())
                && matchesHost(entry.host(), page.host())
                && (entry.port().equals(page.port())
                        || entry.port().equals(ANY)
                        || entry.host().equals(ANY));
    }

    private static boolean matchesHost(String entry, String host) {
        return entry.equals(host)
                || entry.equals(ANY)
                || (entry.startsWith(BELOW) && host.endsWith(entry.substring(1)) && host.length() >= entry.length());
    }

    /** The entry that would allow pages of this origin; empty if the header does not contain an origin. */
    static Optional<String> entryFor(String origin) {
        return sent(origin).map(WebOrigin::text);
    }

    /** No page has a wildcard in its origin. */
    private static Optional<WebOrigin> sent(String origin) {
        return origin.contains(ANY) ? Optional.empty() : WebOrigin.parse(origin);
    }
}
