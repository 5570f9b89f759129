package dev.airelay.backend.connect;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/**
 * The settings of outbound connections, the same for every request: inference, models, usage and login.
 *
 * @param proxies the proxies by target address
 * @param authorities returns the certificates trusted besides those that Java trusts, for the upstream and for a proxy over TLS.
 *     Called by each client's first connection with TLS, and again after a failure, on a thread that may block. If it throws, no connection is made, and
 *     its message is the reason that callers get
 */
public record Outbound(ProxyRules proxies, Supplier<List<X509Certificate>> authorities) {

    /** Returns direct connections with Java's own trust. */
    public static Outbound direct() {
        return new Outbound(ProxyRules.none(), List::of);
    }
}
