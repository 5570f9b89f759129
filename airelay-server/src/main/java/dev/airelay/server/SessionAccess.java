package dev.airelay.server;

import dev.airelay.auth.issuer.IssuerClient;
import dev.airelay.auth.issuer.IssuerOptions;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import dev.airelay.backend.connect.NettyIssuerTransport;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.upstream.UpstreamSettings;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The upstream session of the settings: its storage, the login server that issues and renews it, and the credentials from
 * it. The login server is called over the same outbound connections as the upstream.
 *
 * <p>Safe for concurrent use. The caller that opens it closes it, after the relay that uses its credentials.
 */
public final class SessionAccess implements AutoCloseable {
    /** One thread waits for the login server, the other serves requests whose session is still valid. */
    private static final int THREADS = 2;
    /** How long a stopping program waits for a renewal; less than service managers wait before they kill. */
    private static final Duration LAST_RENEWAL = Duration.ofSeconds(8);

    private final SessionStorage storage;
    private final RelayLoops loops;
    private final Workers lookups;
    private final IssuerClient issuer;
    private final Workers work;
    private final CredentialSource credentials;

    private SessionAccess(RelayConfig config, Map<String, String> environment) {
        storage = storage(config, environment);
        loops = new RelayLoops(1, new DefaultThreadFactory("airelay-issuer", true));
        lookups = new Workers(1, new DefaultThreadFactory("airelay-lookup", true));
        NettyIssuerTransport transport = new NettyIssuerTransport(
                loops, UpstreamSettings.options(config), UpstreamSettings.outbound(config), lookups);
        issuer = new IssuerClient(
                transport,
                IssuerOptions.codex()
                        .withIssuer(config.get(ConfigKeys.ISSUER_BASE_URL))
                        .withClient(config.get(ConfigKeys.CLIENT_ID), config.get(ConfigKeys.ORIGINATOR)));
        work = new Workers(THREADS, new DefaultThreadFactory("airelay-session", true));
        credentials = new SessionCredentials(storage, issuer, work);
    }

    /**
     * Prepares the session of these settings. Nothing is read or requested before it is used.
     *
     * @param environment of the process, for the keyring
     */
    public static SessionAccess open(RelayConfig config, Map<String, String> environment) {
        return new SessionAccess(config, environment);
    }

    /**
     * Returns the storage of these settings' session, for callers that need neither login server nor credentials.
     *
     * @param environment of the process, for the keyring
     */
    public static SessionStorage storage(RelayConfig config, Map<String, String> environment) {
        return SessionStorage.of(
                StorageMode.named(config.get(ConfigKeys.AUTH_STORAGE)),
                config.authFile(),
                Keyring.ofPlatform(System.getProperty("os.name"), environment),
                InstantSource.system());
    }

    /** Returns the storage of the session. */
    public SessionStorage storage() {
        return storage;
    }

    /** Returns the login server. */
    public IssuerClient issuer() {
        return issuer;
    }

    /** Returns credentials from the stored session, which is watched for changes and renewed in time. */
    public CredentialSource credentials() {
        return credentials;
    }

    /**
     * Ends the threads. A renewal in progress gets a few seconds to store the login server's response, because its refresh
     * token is used up by then; after that, pending requests to the login server fail. Idempotent.
     */
    @Override
    public void close() {
        work.shutdown();
        try {
            boolean unused = work.awaitTermination(LAST_RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            lookups.shutdownNow();
        }
    }
}
