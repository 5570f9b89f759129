package dev.airelay.backend.connect;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS toward the upstream: the JDK's provider, host names checked, no protocol negotiation because only HTTP/1.1 is spoken. */
final class Tls {

    private Tls() {}

    /**
     * Returns a client context.
     *
     * @param further authorities to trust besides those that the JDK trusts
     */
    static SslContext client(List<X509Certificate> further) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
            if (!further.isEmpty()) {
                builder.trustManager(trusting(further));
            }
            return builder.build();
        } catch (SSLException broken) {
            throw cannot(broken);
        }
    }

    private static TrustManagerFactory trusting(List<X509Certificate> further) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (TrustManager manager : factory(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager known) {
                    for (X509Certificate authority : known.getAcceptedIssuers()) {
                        store.setCertificateEntry("java-" + number++, authority);
                    }
                }
            }
            for (X509Certificate authority : further) {
                store.setCertificateEntry("further-" + number++, authority);
            }
            return factory(store);
        } catch (GeneralSecurityException | IOException broken) {
            throw cannot(broken);
        }
    }

    /** A null store means the JDK's own. */
    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static IllegalStateException cannot(Exception broken) {
        return new IllegalStateException("this Java cannot do TLS: " + broken.getMessage(), broken);
    }
}
