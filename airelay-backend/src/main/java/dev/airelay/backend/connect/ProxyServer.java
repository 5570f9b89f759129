package dev.airelay.backend.connect;

import java.util.Locale;
import java.util.Optional;

/**
 * A proxy for upstream connections. It is always used by a tunnel, even to an upstream without TLS, and always resolves the
 * upstream's name itself. Its text form omits the login.
 *
 * @param kind its protocol
 * @param host a name or address without brackets; looked up on this machine
 * @param port 1..65535
 * @param login the credentials; empty for none
 */
public record ProxyServer(Kind kind, String host, int port, Optional<Login> login) {

    /** The protocol of a proxy. */
    public enum Kind {
        /** HTTP with the method CONNECT (RFC 9110, section 9.3.6). */
        HTTP,
        /** The same, over TLS. */
        HTTPS,
        /** SOCKS version 5 (RFC 1928, RFC 1929). */
        SOCKS5
    }

    /**
     * User name and password for a proxy. The text form omits both.
     *
     * @param user not percent-encoded
     * @param password may be empty
     */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    /** Checks the port and that there is a host. */
    public ProxyServer {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1..65535, was " + port);
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + Endpoint.place(host, port);
    }
}
