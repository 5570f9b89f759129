package dev.airelay.backend;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/** The one TLS set-up: JDK provider, host names checked, no protocol negotiation because only HTTP/1.1 is spoken. */
final class Tls {

    private Tls() {}

    /**
     * Returns a client context.
     *
     * @param trusted certificates to trust instead of the JDK's; none to trust the JDK's
     */
    static SslContext client(X509Certificate... trusted) {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
        if (trusted.length > 0) {
            builder.trustManager(trusted);
        }
        try {
            return builder.build();
        } catch (SSLException broken) {
            throw new IllegalStateException("this Java cannot do TLS: " + broken.getMessage(), broken);
        }
    }
}
