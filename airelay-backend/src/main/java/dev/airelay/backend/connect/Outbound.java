package dev.airelay.backend.connect;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The settings of outbound connections, the same for every request: inference, models, usage and login.
 *
 * @param proxies the proxies by target address
 * @param authorities certificates trusted besides those that Java trusts, for the upstream and for a proxy over TLS
 */
public record Outbound(ProxyRules proxies, List<X509Certificate> authorities) {

    /** Copies the list. */
    public Outbound {
        authorities = List.copyOf(authorities);
    }

    /** Returns direct connections with Java's own trust. */
    public static Outbound direct() {
        return new Outbound(ProxyRules.none(), List.of());
    }
}
