package dev.airelay.backend.connect;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HeldCertificate;

/** A throw-away authority that nobody trusts unasked, and servers certified by it. */
public final class Certificates {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private Certificates() {}

    public static X509Certificate authority() {
        return AUTHORITY.certificate();
    }

    public static HeldCertificate leaf(String... names) {
        HeldCertificate.Builder leaf = new HeldCertificate.Builder().signedBy(AUTHORITY);
        for (String name : names) {
            leaf.addSubjectAlternativeName(name);
        }
        return leaf.build();
    }

    public static SSLContext server(HeldCertificate leaf) throws Exception {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        char[] password = "test".toCharArray();
        keys.setKeyEntry("leaf", leaf.keyPair().getPrivate(), password, new Certificate[] {
            leaf.certificate(), AUTHORITY.certificate()
        });
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    public static SslContext nettyServer(String... names) throws Exception {
        HeldCertificate leaf = leaf(names);
        return SslContextBuilder.forServer(leaf.keyPair().getPrivate(), leaf.certificate(), AUTHORITY.certificate())
                .build();
    }
}
