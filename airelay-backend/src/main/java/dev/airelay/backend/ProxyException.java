package dev.airelay.backend;

import java.io.IOException;

/** The way ended at the proxy. The message names the proxy, tells the way out, and holds neither user name nor password. */
final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What was the matter, with its code on the wire. */
    enum Trouble {
        UNREACHABLE("proxy_unreachable"),
        WANTS_CREDENTIALS("proxy_auth_required"),
        REFUSED("proxy_refused"),
        CANNOT_REACH_UPSTREAM("proxy_upstream_unreachable"),
        NO_PROXY("proxy_error");

        private final String code;

        Trouble(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private final Trouble trouble;

    ProxyException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    static ProxyException unreachable(ProxyServer proxy, String why) {
        return new ProxyException(
                Trouble.UNREACHABLE,
                "The proxy " + proxy + " cannot be reached: " + why + ". Check the proxy setting upstream.proxy or the"
                        + " variables HTTPS_PROXY and ALL_PROXY.");
    }

    Trouble trouble() {
        return trouble;
    }
}
