package dev.airelay.backend.connect;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS toward the upstream and proxies, with the JDK's own context and its default protocols and cipher suites: Netty's
 * context would load a dozen more classes, including those with OpenSSL. Host names are checked, and no protocol is
 * negotiated because only HTTP/1.1 is spoken.
 *
 * <p>What all connections share is created for the first of them, on a thread that may block: reading Java's own CA
 * certificates took a third of the time until the port was open. Safe for concurrent use.
 */
final class ClientTls {
    private final Supplier<List<X509Certificate>> further;
    private final Executor blocking;
    private @Nullable CompletableFuture<SSLContext> made;

    /**
     * Prepares TLS and does no work yet.
     *
     * @param further returns the authorities to trust besides those that the JDK trusts; not called again once a context was made
     * @param blocking runs what takes long
     */
    ClientTls(Supplier<List<X509Certificate>> further, Executor blocking) {
        this.further = further;
        this.blocking = blocking;
    }

    /** Returns the engine of one connection, whose certificate must be valid for {@code host}. */
    static SSLEngine engine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters checked = engine.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(checked);
        return engine;
    }

    /** Returns the context, completed on {@code loop}; fails with {@link Unavailable} if it cannot be made. */
    Future<SSLContext> context(EventExecutor loop) {
        CompletableFuture<SSLContext> context = made();
        if (context.isDone() && !context.isCompletedExceptionally()) {
            return loop.newSucceededFuture(context.join());
        }
        Promise<SSLContext> ready = loop.newPromise();
        context.whenComplete((created, failure) -> {
            if (failure == null) {
                ready.trySuccess(created);
            } else {
                ready.tryFailure(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        return ready;
    }

    private synchronized CompletableFuture<SSLContext> made() {
        CompletableFuture<SSLContext> known = made;
        // After a failure, the next connection tries again: memory may have been short.
        if (known == null || known.isCompletedExceptionally()) {
            try {
                known = CompletableFuture.supplyAsync(this::create, blocking);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                return CompletableFuture.failedFuture(noThread);
            }
            made = known;
        }
        return known;
    }

    private SSLContext create() {
        List<X509Certificate> authorities;
        try {
            authorities = further.get();
        } catch (RuntimeException unusable) {
            throw new Unavailable(String.valueOf(unusable.getMessage()), unusable);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // The default trust managers accept the JDK's authorities.
            context.init(
                    null, authorities.isEmpty() ? null : trusting(authorities).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new Unavailable("this Java cannot do TLS: " + broken.getMessage(), broken);
        }
    }

    private static TrustManagerFactory trusting(List<X509Certificate> further)
            throws GeneralSecurityException, IOException {
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
    }

    /** A null store means the JDK's own. */
    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** There is no TLS, because the authorities or Java itself cannot be used; its message is the reason. */
    static final class Unavailable extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private Unavailable(String reason, Exception cause) {
            super(reason, cause);
        }
    }
}
