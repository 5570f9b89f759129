package dev.airelay.server;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.config.token.TokenWarning;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.trace.RecentRequests;
import dev.airelay.server.trace.RequestTraffic;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.server.upstream.WatchedCredentials;
import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.SecurityRecord;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.TrafficCounters;
import dev.airelay.traffic.write.TrafficLog;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The traffic log of a running relay, and the relay's own records in it. Safe for concurrent use; the caller that opens it
 * closes it. A log that cannot be written does not stop the relay.
 */
final class RelayTraffic implements AutoCloseable {
    private static final String STARTUP = "startup";
    private static final String SHUTDOWN = "shutdown";
    private static final String RELAY_TOKEN = "relay-token";
    private static final String SESSION = "upstream-session";

    private final TrafficLog log;
    private final SecretValues secrets;
    private final RecentRequests recent = new RecentRequests(InstantSource.system());

    private RelayTraffic(TrafficLog log, SecretValues secrets) {
        this.log = log;
        this.secrets = secrets;
    }

    /**
     * Opens the log of a configuration.
     *
     * @param retentionClock the clock for removing old files
     * @param observers receive every record; closed with the log
     */
    static RelayTraffic open(RelayConfig config, InstantSource retentionClock, List<RecordObserver> observers) {
        SecretValues secrets = new SecretValues();
        return new RelayTraffic(
                TrafficLog.start(options(config), secrets, InstantSource.system(), retentionClock, observers), secrets);
    }

    private static TrafficOptions options(RelayConfig config) {
        TrafficOptions usual = TrafficOptions.in(config.get(ConfigKeys.LOGS_DIR));
        return new TrafficOptions(
                usual.directory(),
                BodyLevel.named(config.get(ConfigKeys.TRAFFIC_BODIES)),
                usual.queue(),
                new TrafficOptions.Files(
                        config.get(ConfigKeys.TRAFFIC_MAX_FILE_BYTES), config.get(ConfigKeys.TRAFFIC_MAX_LOGGED_BYTES)),
                new TrafficOptions.Retention(
                        config.get(ConfigKeys.TRAFFIC_RETENTION_DAYS), config.get(ConfigKeys.TRAFFIC_MAX_LOG_BYTES)));
    }

    TrafficLog log() {
        return log;
    }

    /** Returns the requests of all listeners, for the page. */
    RecentRequests recent() {
        return recent;
    }

    /** Returns the factory of request traces. */
    RequestTraffic requests(RelayConfig config, AdmissionGate door) {
        return new RequestTraffic(
                log,
                door::client,
                config.get(ConfigKeys.TRAFFIC_MAX_LOGGED_BYTES),
                new UpstreamAddresses(config.get(ConfigKeys.UPSTREAM_BASE_URL)),
                RelayServer.TICKER,
                !config.get(ConfigKeys.REQUIRE_BEARER_AUTH),
                recent);
    }

    /** Returns the same token source; its values are redacted from the moment they are seen, and a new one is logged. */
    RelayTokenSource watching(RelayTokenSource token) {
        Optional<RelayToken> atStart = token.current();
        atStart.map(RelayToken::value).ifPresent(secrets::add);
        return new WatchedToken(token, now -> {
            secrets.add(now.value());
            if (!atStart.equals(Optional.of(now))) {
                event(
                        RELAY_TOKEN,
                        "relay_token_rotated",
                        "The relay token was rotated. New fingerprint: " + now.fingerprint());
            }
        });
    }

    /** Returns the same credentials; their tokens are redacted from the moment they are seen, and changes are logged. */
    CredentialSource watching(CredentialSource credentials) {
        return new WatchedCredentials(credentials, new WatchedCredentials.Watcher() {
            @Override
            public void changed(Credentials now, boolean first) {
                secrets.add(now.accessToken());
                if (!first) {
                    event(SESSION, "session_renewed", "The upstream session has a new access token.");
                }
            }

            @Override
            public void unavailable(AuthException why) {
                event(SESSION, "session_unavailable", why.failure().code() + ": " + why.getMessage());
            }

            @Override
            public void availableAgain() {
                event(SESSION, "session_available", "The upstream session is available again.");
            }
        });
    }

    /**
     * Logs that the relay listens from now on, and its rules.
     *
     * @param listeners the relay's own first
     * @param warnings one for each of them that other machines can reach
     */
    void started(RelayConfig config, List<Channel> listeners, RelayTokenSource token, List<String> warnings) {
        log.record(new SecurityRecord.Ready(
                STARTUP,
                config.get(ConfigKeys.REQUIRE_BEARER_AUTH),
                token.current().isPresent(),
                config.get(ConfigKeys.BEARER_TOKEN_FILE).toString(),
                new SecurityRecord.Limits(
                        config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE),
                        config.get(ConfigKeys.RATE_LIMIT_BURST),
                        config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP))));
        List<String> addresses = new ArrayList<>();
        for (Channel listener : listeners) {
            InetSocketAddress bound = (InetSocketAddress) listener.localAddress();
            addresses.add(bound.getAddress().getHostAddress() + " port " + bound.getPort());
        }
        event(
                STARTUP,
                "relay_started",
                "AIRelay " + RelayVersion.current() + " listens on "
                        + String.join(", and for Ollama's clients on ", addresses));
        for (String warning : warnings) {
            event(STARTUP, "listener_warning", warning);
        }
        TokenWarning.of(config).forEach(warning -> event(STARTUP, "token_warning", warning.message()));
    }

    /** Logs that the relay has stopped. */
    void stopped() {
        event(SHUTDOWN, "relay_stopped", "AIRelay has stopped.");
    }

    private void event(String cause, String name, String detail) {
        log.record(new SecurityRecord.Event(cause, name, detail));
    }

    /** Returns the state of the log, for the owner. */
    ObjectNode status() {
        TrafficCounters counters = log.counters();
        return JsonNodeFactory.instance
                .objectNode()
                .put("bodies", log.bodies().wireName())
                .put("written", counters.written())
                .put("dropped", counters.dropped())
                .put("failed", counters.failed())
                .put("trouble", log.trouble().orElse(null));
    }

    @Override
    public void close() {
        log.close();
    }
}
