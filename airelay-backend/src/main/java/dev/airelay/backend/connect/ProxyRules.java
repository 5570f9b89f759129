package dev.airelay.backend.connect;

import java.util.List;
import java.util.Optional;

/**
 * Which proxy to take for which address. This machine's own addresses are always reached directly.
 *
 * @param https for {@code https} addresses; empty for the direct way
 * @param http for {@code http} addresses; empty for the direct way
 * @param exempt what is reached directly all the same, as in {@code NO_PROXY}: {@code *} for everything, a host name with
 *     or without a leading dot for itself and all below it, an address or a range of addresses such as
 *     {@code 10.0.0.0/8}; a name or address may be followed by a port. What is none of these exempts nothing
 */
public record ProxyRules(Optional<ProxyServer> https, Optional<ProxyServer> http, List<String> exempt) {

    /** Copies the list. */
    public ProxyRules {
        exempt = List.copyOf(exempt);
    }

    /** Returns rules that take no proxy. */
    public static ProxyRules none() {
        return new ProxyRules(Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns rules that take one proxy for everything but what is exempt. */
    public static ProxyRules always(ProxyServer proxy, String... exempt) {
        return new ProxyRules(Optional.of(proxy), Optional.of(proxy), List.of(exempt));
    }

    /** Returns the proxy on the way to this address. No name is looked up. */
    Optional<ProxyServer> toward(Endpoint endpoint) {
        Optional<ProxyServer> proxy = endpoint.tls() ? https : http;
        return proxy.filter(taken -> !Loopback.is(endpoint.host())
                && exempt.stream().noneMatch(entry -> ProxyExemption.matches(entry, endpoint.host(), endpoint.port())));
    }
}
