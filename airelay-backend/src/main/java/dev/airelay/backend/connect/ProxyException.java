package dev.airelay.backend.connect;

import java.io.IOException;

/**
 * The connection failed at the proxy. The message names the proxy and the fix, and contains neither user name nor password.
 */
final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure, with its code on the wire. */
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
    private final String what;
    private final String remedy;

    /**
     * Creates a failure.
     *
     * @param what a sentence that describes the failure
     * @param remedy how to fix it
     */
    ProxyException(Trouble trouble, String what, String remedy) {
        super(what + " " + remedy);
        this.trouble = trouble;
        this.what = what;
        this.remedy = remedy;
    }

    static ProxyException unreachable(ProxyServer proxy, String why) {
        return new ProxyException(
                Trouble.UNREACHABLE,
                "The proxy " + proxy + " could not be reached: " + why + ".",
                "Check upstream.proxy or the variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.");
    }

    Trouble trouble() {
        return trouble;
    }

    String what() {
        return what;
    }

    String remedy() {
        return remedy;
    }
}
