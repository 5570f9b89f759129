package dev.airelay.security;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps web pages away from a relay that trusts its own machine. Immutable; safe for concurrent use.
 *
 * <p>A page can make a browser reach the listener in two ways. By DNS rebinding it comes under a name of its own, so
 * only the relay's names are accepted in Host; an address cannot be rebound. Across sites it comes with an Origin, so
 * an Origin must be on the list.
 */
public final class HostGuard {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final HostDecision ALLOWED = new HostDecision.Allowed();

    private final boolean loopbackOnly;
    private final Set<String> hosts;
    private final Set<WebOrigin> origins;

    /**
     * A guard for one listener.
     *
     * @param loopbackOnly whether the listener is bound to a loopback address. Then only loopback names and the
     *     allowed hosts are accepted; else every IP address is too
     * @param allowedHosts further host names, without port
     * @param allowedOrigins origins as a browser writes them, e.g. {@code https://chat.example}
     */
    public HostGuard(boolean loopbackOnly, Collection<String> allowedHosts, Collection<String> allowedOrigins) {
        this.loopbackOnly = loopbackOnly;
        this.hosts = allowedHosts.stream()
                .map(host -> HostName.parse(host).orElseThrow(() -> notAHost(host)))
                .map(HostName::name)
                .collect(Collectors.toUnmodifiableSet());
        this.origins = allowedOrigins.stream()
                .map(origin -> WebOrigin.parse(origin).orElseThrow(() -> notAnOrigin(origin)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static IllegalArgumentException notAHost(String host) {
        return new IllegalArgumentException("allowedHosts must hold host names without port, was " + host);
    }

    private static IllegalArgumentException notAnOrigin(String origin) {
        return new IllegalArgumentException(
                "allowedOrigins must hold origins such as https://chat.example, was \"" + origin + "\"");
    }

    /**
     * Decides about one request.
     *
     * @param method as sent, upper case
     * @param hostRequired true for HTTP/1.1; an HTTP/1.0 client may leave Host out
     * @param host every Host header of the request
     * @param origin every Origin header of the request
     */
    public HostDecision check(String method, boolean hostRequired, List<String> host, List<String> origin) {
        HostDecision byHost = checkHost(hostRequired, host);
        if (byHost instanceof HostDecision.Denied) {
            return byHost;
        }
        return origin.stream()
                .filter(value -> !allowsOrigin(method, value))
                .findFirst()
                .<HostDecision>map(value -> new HostDecision.Denied(HostDecision.Reason.FOREIGN_ORIGIN, value))
                .orElse(ALLOWED);
    }

    private HostDecision checkHost(boolean required, List<String> headers) {
        if (headers.isEmpty() || (headers.size() == 1 && headers.get(0).isBlank())) {
            return required ? new HostDecision.Denied(HostDecision.Reason.MISSING_HOST, "") : ALLOWED;
        }
        Optional<HostName> host = headers.size() == 1 ? HostName.parse(headers.get(0)) : Optional.empty();
        if (host.isEmpty()) {
            return new HostDecision.Denied(HostDecision.Reason.MALFORMED_HOST, String.join(", ", headers));
        }
        return allowsHost(host.get())
                ? ALLOWED
                : new HostDecision.Denied(HostDecision.Reason.FOREIGN_HOST, headers.get(0));
    }

    private boolean allowsHost(HostName host) {
        return host.loopback() || hosts.contains(host.name()) || (!loopbackOnly && host.address());
    }

    /** {@code null} is what a sandboxed page or a local file sends; reading is harmless, for it cannot see the answer. */
    private boolean allowsOrigin(String method, String origin) {
        return origin.strip().equalsIgnoreCase("null")
                ? SAFE_METHODS.contains(method)
                : WebOrigin.parse(origin).filter(origins::contains).isPresent();
    }
}
