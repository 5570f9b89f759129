package dev.airelay.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A proxy server. The text form omits user name and password.
 *
 * @param scheme the protocol
 * @param host a name or address without brackets
 * @param port 1..65535
 * @param login user name and password, if the proxy requires them
 */
public record ProxyAddress(Scheme scheme, String host, int port, Optional<Login> login) {

    /** The protocol of a proxy. */
    public enum Scheme {
        /** HTTP with the method CONNECT. */
        HTTP(80),
        /** The same, over TLS. */
        HTTPS(443),
        /** SOCKS version 5. */
        SOCKS5(1080),
        /** SOCKS version 5; the same as {@link #SOCKS5}, because the proxy always resolves names. */
        SOCKS5H(1080);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        int defaultPort() {
            return defaultPort;
        }
    }

    /**
     * User name and password for a proxy. The text form omits both.
     *
     * @param user percent-decoded
     * @param password may be empty
     */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    /** Checks the port and that there is a host. */
    public ProxyAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1..65535, was " + port);
        }
    }

    @Override
    public String toString() {
        String place = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + place + ":" + port;
    }
}
