package dev.airelay.backend.connect;

import dev.airelay.base.DurationFormat;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures below HTTP, in plain words that name the upstream's host and port, and the proxy if there is one. */
public final class TransportFailures {

    private static final int INTERNAL = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final String UNREACHABLE = "upstream_unreachable";
    /** Unlike an unreachable host, it does not recover by itself. */
    private static final String CERTIFICATE = "upstream_certificate";

    private static final String BROKEN = "upstream_error";
    private static final String TIMEOUT = "upstream_timeout";

    private final String subject;
    private final String by;

    /** Creates the messages for failures of the upstream. */
    public TransportFailures(Endpoint endpoint, @Nullable ProxyServer proxy) {
        this("The upstream", endpoint, proxy);
    }

    /** Creates the messages for failures of another peer, e.g. {@code The login server}. */
    public TransportFailures(String peer, Endpoint endpoint, @Nullable ProxyServer proxy) {
        this.subject = peer + " " + endpoint.place() + " ";
        this.by = proxy == null ? "" : " through the proxy " + proxy;
    }

    /** No connection could be established. */
    public UpstreamFailure unreachable(@Nullable Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return UpstreamFailure.outOfMemory();
        }
        if (cause instanceof ProxyException atProxy) {
            return UpstreamFailure.server(BAD_GATEWAY, atProxy.trouble().code(), String.valueOf(atProxy.getMessage()));
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
            return timeout("did not accept the connection" + by + " in time");
        }
        return UpstreamFailure.server(
                BAD_GATEWAY,
                isCertificate(cause) || cause instanceof ClientTls.Unavailable ? CERTIFICATE : UNREACHABLE,
                subject + "could not be reached" + by + ": " + words(cause) + ".");
    }

    /** The connection was lost before the response was complete. */
    public UpstreamFailure closed(@Nullable Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return UpstreamFailure.outOfMemory();
        }
        if (cause != null && isOurs(cause)) {
            return UpstreamFailure.server(
                    INTERNAL,
                    "internal_error",
                    "The relay failed while handling the upstream's response. See its log.");
        }
        String how =
                cause == null || cause instanceof ClosedChannelException ? "it closed the connection" : words(cause);
        return UpstreamFailure.server(
                BAD_GATEWAY, BROKEN, subject + "stopped in the middle of its response: " + how + ".");
    }

    /** Returns true for an exception that neither the network nor the upstream's bytes can cause. */
    public static boolean isOurs(Throwable thrown) {
        return !(thrown instanceof IOException || thrown instanceof CodecException);
    }

    /** The received bytes are not HTTP, or exceed its limits. */
    public UpstreamFailure notHttp() {
        return UpstreamFailure.server(BAD_GATEWAY, BROKEN, subject + "sent an invalid HTTP response.");
    }

    /** Returns the failure of a connection that was not established in time. */
    public UpstreamFailure connectTimeout(Duration limit) {
        return timeout("did not accept the connection" + by + " within " + DurationFormat.of(limit));
    }

    /** Returns the failure of a request whose response did not begin in time. */
    public UpstreamFailure firstByteTimeout(Duration limit) {
        return timeout("did not start to respond within " + DurationFormat.of(limit));
    }

    /** Returns the failure of a response that stayed silent for too long. */
    public UpstreamFailure idleTimeout(Duration limit) {
        return timeout("sent nothing for " + DurationFormat.of(limit) + " in the middle of its response");
    }

    /** Returns the failure of a call that did not finish in time. */
    public UpstreamFailure wholeTimeout(Duration limit) {
        return timeout("did not finish its response within " + DurationFormat.of(limit));
    }

    /** The relay itself waited for the credentials, but the same response helps the client best. */
    public UpstreamFailure noCredentialsInTime() {
        return UpstreamFailure.server(
                GATEWAY_TIMEOUT,
                TIMEOUT,
                "The upstream session was not ready in time. To check it, run: airelay status");
    }

    private UpstreamFailure timeout(String what) {
        return UpstreamFailure.server(GATEWAY_TIMEOUT, TIMEOUT, subject + what + ".");
    }

    /** Returns why there is no connection, to follow a colon. */
    static String words(@Nullable Throwable cause) {
        if (cause instanceof ClientTls.Unavailable unavailable) {
            return String.valueOf(unavailable.getMessage());
        } else if (cause instanceof ConnectTimeoutException) {
            return "it did not accept the connection in time";
        } else if (cause instanceof UnknownHostException) {
            return "its host name could not be resolved; check the network and DNS";
        } else if (cause instanceof NoRouteToHostException || cause instanceof PortUnreachableException) {
            return "there is no route to the host; check the network";
        } else if (cause instanceof ConnectException) {
            return "the connection was refused";
        } else if (cause instanceof RejectedExecutionException) {
            return "the relay is stopping";
        } else if (isCertificate(cause)) {
            return CertificateTrouble.words(cause);
        } else if (isTls(cause)) {
            return "the TLS handshake failed";
        } else if (has(cause, IOException.class)) {
            return "the connection was reset or lost";
        }
        return "the connection failed for an unknown reason";
    }

    /** Returns true for a failure of encryption. */
    static boolean isTls(@Nullable Throwable cause) {
        return has(cause, SSLException.class);
    }

    /** Returns true for a certificate that is not accepted. */
    static boolean isCertificate(@Nullable Throwable cause) {
        return has(cause, CertificateException.class);
    }

    private static boolean has(@Nullable Throwable cause, Class<? extends Throwable> kind) {
        return CertificateTrouble.has(cause, kind);
    }

    /** Describes the problem of a certificate, from the types of Java's nested exceptions. */
    private static final class CertificateTrouble {

        private CertificateTrouble() {}

        static String words(@Nullable Throwable cause) {
            if (has(cause, CertificateExpiredException.class)) {
                return "its TLS certificate has expired";
            } else if (has(cause, CertificateNotYetValidException.class)) {
                return "its TLS certificate is not valid yet";
            } else if (has(cause, CertPathBuilderException.class)) {
                return "its TLS certificate was issued by an authority that is not trusted";
            }
            return "its TLS certificate was not accepted or is not valid for this host";
        }

        /** Returns true when the exception, or one below it, is of this kind. */
        static boolean has(@Nullable Throwable cause, Class<? extends Throwable> kind) {
            return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).anyMatch(kind::isInstance);
        }
    }
}
