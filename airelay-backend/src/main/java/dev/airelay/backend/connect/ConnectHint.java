package dev.airelay.backend.connect;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes the result of a probe's last step, and how to fix it. */
final class ConnectHint {

    private static final String NEEDS_PROXY = " If this network needs a proxy, set HTTPS_PROXY or upstream.proxy.";

    private ConnectHint() {}

    /** Returns the result of a step that failed. */
    static ConnectStepResult failure(ConnectStep hop, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        if (cause instanceof ProxyException atProxy) {
            return ConnectStepResult.failed(hop, atProxy.what(), atProxy.remedy());
        }
        if (cause instanceof ClientTls.Unavailable unavailable) {
            return ConnectStepResult.failed(
                    ConnectStep.TLS,
                    String.valueOf(unavailable.getMessage()),
                    "Correct the file of CA certificates, or the trust store of this Java.");
        }
        String detail = failure == null ? "no response" : String.valueOf(failure.getMessage());
        return ConnectStepResult.failed(hop, detail, remedy(hop, cause));
    }

    private static String remedy(ConnectStep hop, @Nullable Throwable cause) {
        return switch (hop) {
            case DNS -> "Check the host name, the network and DNS." + NEEDS_PROXY;
            case TCP -> "Check the network and any firewall." + NEEDS_PROXY;
            case PROXY -> "Check the proxy and its settings.";
            case TLS ->
                TransportFailures.isCertificate(cause)
                        ? "Check this machine's clock. Behind a TLS-inspecting proxy, add its CA certificate: set upstream.ca_file"
                                + " or SSL_CERT_FILE to its PEM file."
                        : "Check that the server at this address supports HTTPS and that no firewall or proxy interferes.";
            case HTTP -> "Try again later. If the problem persists, check the address.";
        };
    }

    /** Returns the result of the last step. Any status is fine, as long as it is the upstream's own. */
    static ConnectStepResult answer(HttpResponse head) {
        int status = head.status().code();
        Optional<String> trouble = trouble(head);
        return trouble.isPresent()
                ? ConnectStepResult.failed(ConnectStep.HTTP, "HTTP " + status + ": " + trouble.get(), remedy(head))
                : ConnectStepResult.passed(ConnectStep.HTTP, "answered (HTTP " + status + "; any status is fine here)");
    }

    private static Optional<String> trouble(HttpResponse head) {
        if (Challenge.isLikely(head)) {
            return Optional.of("Cloudflare blocked this machine with a browser challenge page"
                    + Challenge.rayId(head).map(id -> " (ray ID " + id + ")").orElse(""));
        }
        HttpStatusClass family = head.status().codeClass();
        if (family == HttpStatusClass.REDIRECTION) {
            return Optional.of("a redirect, which AIRelay does not follow");
        }
        return family == HttpStatusClass.SERVER_ERROR ? Optional.of("the server reported an error") : Optional.empty();
    }

    private static String remedy(HttpResponse head) {
        if (Challenge.isLikely(head)) {
            return "Try again later or from another network. Addresses of data centers and VPNs are often blocked.";
        }
        return head.status().codeClass() == HttpStatusClass.REDIRECTION
                ? "Check the configured address. Some networks redirect until you have signed in to them."
                : "Try again later.";
    }
}
