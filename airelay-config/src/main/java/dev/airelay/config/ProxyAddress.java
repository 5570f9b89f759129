package dev.airelay.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A proxy server. The text form leaves user name and password out.
 *
 * @param scheme how to speak to it
 * @param host a name or address without brackets
 * @param port 1..65535
 * @param login user name and password, if the proxy wants them
 */
public record ProxyAddress(Scheme scheme, String host, int port, Optional<Login> login) {

    /** How to speak to a proxy. */
    public enum Scheme {
        /** HTTP with the method CONNECT. */
        HTTP(80),
        /** The same, over TLS. */
        HTTPS(443),
        /** SOCKS version 5. */
        SOCKS5(1080),
        /** SOCKS version 5; as {@link #SOCKS5}, because names are always left for the proxy to look up. */
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
     * User name and password for a proxy. The text form leaves both out.
     *
     * @param user without percent signs from the address
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
