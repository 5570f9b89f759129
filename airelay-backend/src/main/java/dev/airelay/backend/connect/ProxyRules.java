package dev.airelay.backend.connect;

import java.util.List;
import java.util.Optional;

/**
 * The proxies by target address. This machine's own addresses are always reached directly.
 *
 * @param https for {@code https} addresses; empty for a direct connection
 * @param http for {@code http} addresses; empty for a direct connection
 * @param exempt the addresses that are reached directly, as in {@code NO_PROXY}: {@code *} for everything, a host name with
 *     or without a leading dot for itself and all below it, an address or a range of addresses such as {@code 10.0.0.0/8}; a
 *     name or address may be followed by a port. Any other entry has no effect
 */
public record ProxyRules(Optional<ProxyServer> https, Optional<ProxyServer> http, List<String> exempt) {

    /** Copies the list. */
    public ProxyRules {
        exempt = List.copyOf(exempt);
    }

    /** Returns rules that use no proxy. */
    public static ProxyRules none() {
        return new ProxyRules(Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns rules that use one proxy for everything that is not exempt. */
    public static ProxyRules always(ProxyServer proxy, String... exempt) {
        return new ProxyRules(Optional.of(proxy), Optional.of(proxy), List.of(exempt));
    }

    /** Returns the proxy for this address. No name is looked up. */
    Optional<ProxyServer> toward(Endpoint endpoint) {
        Optional<ProxyServer> proxy = endpoint.tls() ? https : http;
        return proxy.filter(taken -> !Loopback.is(endpoint.host())
                && exempt.stream().noneMatch(entry -> ProxyExemption.matches(entry, endpoint.host(), endpoint.port())));
    }
}
