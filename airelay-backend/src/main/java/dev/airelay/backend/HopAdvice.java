package dev.airelay.backend;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a probe's last step went, and how to mend it. */
final class HopAdvice {

    private static final String NEEDS_PROXY = " If this network needs a proxy, set HTTPS_PROXY or upstream.proxy.";

    private HopAdvice() {}

    /** Returns the result of a step that failed. */
    static HopResult failure(Hop hop, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        if (cause instanceof ProxyException atProxy) {
            return HopResult.failed(hop, atProxy.what(), atProxy.mend());
        }
        String detail = failure == null ? "no answer" : String.valueOf(failure.getMessage());
        return HopResult.failed(hop, detail, mend(hop, cause));
    }

    private static String mend(Hop hop, @Nullable Throwable cause) {
        return switch (hop) {
            case DNS -> "Check the host name, the network and the name servers." + NEEDS_PROXY;
            case TCP -> "Check the network and any firewall." + NEEDS_PROXY;
            case PROXY -> "Check the proxy.";
            case TLS ->
                TransportFailures.isCertificate(cause)
                        ? "Check this computer's clock. Where encryption is inspected on the way, give the inspector's authority"
                                + " as PEM file by upstream.ca_file or SSL_CERT_FILE."
                        : "Check that the address speaks https and that nothing on the way interferes.";
            case HTTP -> "Try again later; if it stays so, check the address.";
        };
    }

    /** Returns the result of the last step. Any status will do, as long as it is the upstream's own. */
    static HopResult answer(HttpResponse head) {
        int status = head.status().code();
        Optional<String> trouble = trouble(head);
        return trouble.isPresent()
                ? HopResult.failed(Hop.HTTP, "status " + status + ": " + trouble.get(), mend(head))
                : HopResult.passed(Hop.HTTP, "answered with status " + status);
    }

    private static Optional<String> trouble(HttpResponse head) {
        if (Challenge.isLikely(head)) {
            return Optional.of("Cloudflare refused this machine with a page for browsers");
        }
        HttpStatusClass family = head.status().codeClass();
        if (family == HttpStatusClass.REDIRECTION) {
            return Optional.of("a redirect, which is not followed");
        }
        return family == HttpStatusClass.SERVER_ERROR ? Optional.of("the server is out of order") : Optional.empty();
    }

    private static String mend(HttpResponse head) {
        if (Challenge.isLikely(head)) {
            return "Try again later or from another network; addresses of data centres and VPNs are often refused.";
        }
        return head.status().codeClass() == HttpStatusClass.REDIRECTION
                ? "Check the configured address; some networks redirect until one has signed in to them."
                : "Try again later.";
    }
}
