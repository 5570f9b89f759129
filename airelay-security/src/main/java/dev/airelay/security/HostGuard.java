package dev.airelay.security;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Protects a relay that trusts its own machine from web pages. Immutable rules; safe for concurrent use.
 *
 * <p>A page can make a browser call the listener in two ways. DNS rebinding uses a name of the page's own, so only the
 * relay's names are accepted in Host; an address cannot be rebound. Cross-site requests carry an Origin, so an Origin must
 * be on the list.
 */
public final class HostGuard {
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD");
    private static final int MAX_SHOWN = 200;
    private static final HostDecision ALLOWED = new HostDecision.Allowed();

    private final boolean loopbackOnly;
    private final Set<String> hosts;
    private final AllowedOrigins origins;
    /** The header that was parsed and allowed last: nearly all requests have the same one. */
    private volatile @Nullable String lastAllowed;

    /**
     * A guard for one listener.
     *
     * @param loopbackOnly whether the listener is bound to a loopback address. Then only loopback names and the allowed
     *     hosts are accepted; otherwise every IP address is too
     * @param allowedHosts further host names, without port
     * @param allowedOrigins origins as a browser writes them, e.g. {@code https://chat.example}, possibly with wildcards,
     *     see {@link OriginGuard}
     * @throws IllegalArgumentException naming the entry that is not a host or an origin
     */
    public HostGuard(boolean loopbackOnly, Collection<String> allowedHosts, Collection<String> allowedOrigins) {
        this.loopbackOnly = loopbackOnly;
        this.hosts = allowedHosts.stream()
                .map(host -> HostName.parse(host).orElseThrow(() -> notAHost(host)))
                .map(HostName::name)
                .collect(Collectors.toUnmodifiableSet());
        this.origins = new AllowedOrigins(allowedOrigins);
    }

    private static IllegalArgumentException notAHost(String host) {
        return new IllegalArgumentException("allowedHosts must hold host names without port, was " + host);
    }

    /**
     * Decides about one request.
     *
     * @param method as sent, upper case
     * @param hostRequired true for HTTP/1.1; an HTTP/1.0 client may omit Host
     * @param host every Host header of the request
     * @param origin every Origin header of the request
     */
    public HostDecision check(String method, boolean hostRequired, List<String> host, List<String> origin) {
        HostDecision byHost = checkHost(hostRequired, host);
        if (byHost instanceof HostDecision.Denied) {
            return byHost;
        }
        if (origin.isEmpty()) {
            return ALLOWED;
        }
        return origin.stream()
                .filter(value -> !isOwn(value, host) && !allowsOrigin(method, value))
                .findFirst()
                .<HostDecision>map(
                        value -> denied(HostDecision.Reason.FOREIGN_ORIGIN, value, AllowedOrigins.entryFor(value)))
                .orElse(ALLOWED);
    }

    private HostDecision checkHost(boolean required, List<String> headers) {
        if (headers.size() == 1 && headers.get(0).equals(lastAllowed)) {
            return ALLOWED;
        }
        if (headers.isEmpty() || (headers.size() == 1 && headers.get(0).isBlank())) {
            return required ? denied(HostDecision.Reason.MISSING_HOST, "", Optional.empty()) : ALLOWED;
        }
        Optional<HostName> host = headers.size() == 1 ? HostName.parse(headers.get(0)) : Optional.empty();
        if (host.isEmpty()) {
            return denied(HostDecision.Reason.MALFORMED_HOST, String.join(", ", headers), Optional.empty());
        }
        if (allowsHost(host.get())) {
            lastAllowed = headers.get(0);
            return ALLOWED;
        }
        return denied(HostDecision.Reason.FOREIGN_HOST, headers.get(0), host.map(HostName::withoutPort));
    }

    private boolean allowsHost(HostName host) {
        return host.loopback() || hosts.contains(host.name()) || (!loopbackOnly && host.address());
    }

    /**
     * The origin of the relay itself, which WebSocket clients other than browsers send too. A foreign name was refused
     * before.
     */
    private static boolean isOwn(String origin, List<String> host) {
        return host.size() == 1
                && (origin.equalsIgnoreCase("http://" + host.get(0))
                        || origin.equalsIgnoreCase("https://" + host.get(0)));
    }

    /**
     * A sandboxed page or a local file sends {@code null}. Without an entry its simple requests pass, which is harmless
     * because it cannot see the responses, but its preflight is refused here: that refusal is what its author sees.
     */
    private boolean allowsOrigin(String method, String origin) {
        return origins.contain(origin) || (origin.strip().equalsIgnoreCase("null") && READING_METHODS.contains(method));
    }

    private static HostDecision.Denied denied(HostDecision.Reason reason, String value, Optional<String> entry) {
        return new HostDecision.Denied(
                reason, value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN), entry);
    }
}
