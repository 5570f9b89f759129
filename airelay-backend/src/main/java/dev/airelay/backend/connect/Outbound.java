package dev.airelay.backend.connect;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The way out of this machine, the same for every request: inference, models, usage and login.
 *
 * @param proxies which proxy to take for which address
 * @param authorities certificates trusted besides those that Java trusts, for the upstream and for a proxy over TLS
 */
public record Outbound(ProxyRules proxies, List<X509Certificate> authorities) {

    /** Copies the list. */
    public Outbound {
        authorities = List.copyOf(authorities);
    }

    /** Returns the way out without proxy, with the trust that Java has. */
    public static Outbound direct() {
        return new Outbound(ProxyRules.none(), List.of());
    }
}
