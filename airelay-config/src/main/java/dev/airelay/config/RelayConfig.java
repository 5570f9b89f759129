package dev.airelay.config;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a relay, one record per section. Deeply immutable; safe to share.
 *
 * <p>Ranges are those of {@link ConfigKeys} and hold for records made by hand too: a constructor throws
 * {@link IllegalArgumentException} naming the key, the range and the value.
 *
 * @param server the listener
 * @param paths where things are kept
 * @param auth the upstream login
 * @param upstream the inference upstream
 * @param models the models that clients see and may name
 * @param security the relay token and the limits on clients
 * @param uploads the limits on uploaded files
 * @param responses what is kept of answers
 * @param compatibility how client requests are judged
 * @param traffic what is logged of requests
 */
public record RelayConfig(
        Server server,
        Paths paths,
        Auth auth,
        Upstream upstream,
        Models models,
        Security security,
        Uploads uploads,
        Responses responses,
        Compatibility compatibility,
        TrafficConfig traffic) {

    /** Whether no token is asked for although other machines can reach the listener. No relay starts so. */
    public boolean openToOtherMachines() {
        return !security.requireBearerAuth() && !server.loopback();
    }

    /**
     * The listener.
     *
     * @param host a name or address without brackets
     * @param port 0 for any free port
     * @param tls its certificate; empty for plain HTTP
     * @param limits how much it takes in
     * @param times how long it waits
     */
    public record Server(String host, int port, Optional<ServerTls> tls, ServerLimits limits, ServerTimes times) {
        /** Checks the ranges. */
        public Server {
            ConfigKeys.HOST.require(host);
            ConfigKeys.PORT.require(port);
        }

        /** Whether only this machine can reach the listener. No name is looked up. */
        public boolean loopback() {
            return ListenHost.isLoopback(host);
        }

        /**
         * What a client on this machine uses as base URL, ending in {@code /v1} without a slash. A wildcard host
         * becomes the loopback address of its family; an IPv6 address gets its brackets.
         *
         * @param boundPort the port in use, which differs from {@link #port()} when that is 0
         */
        public URI clientBaseUrl(int boundPort) {
            String scheme = tls.isPresent() ? "https" : "http";
            return URI.create(scheme + "://" + ListenHost.inUrl(host) + ":" + boundPort + "/v1");
        }
    }

    /**
     * Where things are kept; all absolute.
     *
     * @param configFile the configuration file, which need not exist
     * @param dataDir everything the relay keeps
     * @param logsDir hourly traffic logs
     */
    public record Paths(Path configFile, Path dataDir, Path logsDir) {
        /** Checks that the paths are absolute. */
        public Paths {
            ConfigKeys.DATA_DIR.require(dataDir);
            ConfigKeys.LOGS_DIR.require(logsDir);
        }

        /** The file of the upstream session when it is not in a keyring. */
        public Path authFile() {
            return dataDir.resolve("auth.json");
        }

        /** The directory of uploaded files, conversations and kept responses. */
        public Path storeDir() {
            return dataDir.resolve("store");
        }
    }

    /**
     * The upstream login.
     *
     * @param storage where the session is kept
     * @param browserOpen whether login opens the browser
     * @param loginTimeout how long login waits for the user
     */
    public record Auth(AuthStorage storage, boolean browserOpen, Duration loginTimeout) {
        /** Checks the ranges. */
        public Auth {
            ConfigKeys.LOGIN_TIMEOUT.require(loginTimeout);
        }
    }

    /**
     * The inference upstream.
     *
     * @param baseUrl without a trailing slash
     * @param issuerBaseUrl of the login, without a trailing slash
     * @param identity what the relay calls itself upstream
     * @param timeouts how long the upstream may take
     * @param answers how large its answers may be
     * @param outbound the way out of this machine, to the issuer too
     * @param retries when a call is repeated
     * @param limitCache how long the plan is taken to be used up before the upstream is asked again; zero for not at all
     * @param minimalInstructions sent when the client gives none
     */
    public record Upstream(
            URI baseUrl,
            URI issuerBaseUrl,
            Identity identity,
            Timeouts timeouts,
            AnswerLimits answers,
            Outbound outbound,
            Retries retries,
            Duration limitCache,
            String minimalInstructions) {
        /** Checks the ranges. */
        public Upstream {
            ConfigKeys.UPSTREAM_BASE_URL.require(baseUrl);
            ConfigKeys.ISSUER_BASE_URL.require(issuerBaseUrl);
            ConfigKeys.LIMIT_CACHE.require(limitCache);
            ConfigKeys.MINIMAL_INSTRUCTIONS.require(minimalInstructions);
        }
    }

    /**
     * The way out of this machine, for every request that the relay makes.
     *
     * @param httpsProxy for {@code https} addresses; empty for the direct way
     * @param httpProxy for {@code http} addresses; empty for the direct way
     * @param noProxy what is reached directly all the same, as written in {@code NO_PROXY}
     * @param authorities certificates trusted besides Java's own
     */
    public record Outbound(
            Optional<ProxyAddress> httpsProxy,
            Optional<ProxyAddress> httpProxy,
            List<String> noProxy,
            List<X509Certificate> authorities) {
        /** Copies the lists. */
        public Outbound {
            noProxy = List.copyOf(noProxy);
            authorities = List.copyOf(authorities);
        }
    }

    /**
     * What the relay calls itself upstream.
     *
     * @param clientId OAuth client id
     * @param clientVersion three numbers; models are hidden from older ones
     * @param originator client name
     */
    public record Identity(String clientId, String clientVersion, String originator) {
        /** Checks the forms. */
        public Identity {
            ConfigKeys.CLIENT_ID.require(clientId);
            ConfigKeys.CLIENT_VERSION.require(clientVersion);
            ConfigKeys.ORIGINATOR.require(originator);
        }
    }

    /**
     * How long the upstream may take.
     *
     * @param connect to an open connection, TLS included
     * @param firstByte from the request to the first byte of the answer; {@code upstream.request_timeout_seconds}
     * @param idle between two reads of an answer
     * @param total a whole generation, repetitions included; zero for no limit
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
        /** Checks the ranges. */
        public Timeouts {
            ConfigKeys.CONNECT_TIMEOUT.require(connect);
            ConfigKeys.REQUEST_TIMEOUT.require(firstByte);
            ConfigKeys.IDLE_TIMEOUT.require(idle);
            ConfigKeys.TOTAL_TIMEOUT.require(total);
        }
    }

    /**
     * How large the upstream's answers may be.
     *
     * @param maxEventBytes one event, or a compaction
     * @param maxAnswerBytes memory of one answer, with what is made of it
     */
    public record AnswerLimits(int maxEventBytes, long maxAnswerBytes) {
        /** Checks the ranges. */
        public AnswerLimits {
            ConfigKeys.MAX_EVENT_BYTES.require(maxEventBytes);
            ConfigKeys.MAX_ANSWER_BYTES.require(maxAnswerBytes);
        }
    }

    /**
     * When a call that failed before its answer began is repeated.
     *
     * @param attempts how often at most; 0 for never
     * @param delay before the first repetition, about; doubles with each
     * @param maxDelay the longest wait
     */
    public record Retries(int attempts, Duration delay, Duration maxDelay) {
        /** Checks the ranges. */
        public Retries {
            ConfigKeys.RETRY_ATTEMPTS.require(attempts);
            ConfigKeys.RETRY_DELAY.require(delay);
            ConfigKeys.RETRY_MAX_DELAY.require(maxDelay);
        }
    }

    /**
     * The models that clients see and may name.
     *
     * @param cacheTtl how long the upstream's list is kept; zero for not at all
     * @param extra names listed besides the upstream's own
     * @param aliases names of the owner's, each with the model that it stands for, perhaps with {@code :effort}
     */
    public record Models(Duration cacheTtl, List<String> extra, Map<String, String> aliases) {
        /** Copies the collections and checks the forms. */
        public Models {
            ConfigKeys.MODELS_CACHE_TTL.require(cacheTtl);
            extra = ConfigKeys.EXTRA_MODELS.require(List.copyOf(extra));
            aliases = ConfigKeys.MODEL_ALIASES.require(Map.copyOf(aliases));
        }
    }

    /**
     * The relay token and the limits on clients.
     *
     * @param requireBearerAuth whether clients must present the token
     * @param bearerTokenFile absolute
     * @param environmentToken the token given in the environment, which wins over the file
     * @param autoGenerateBearerToken whether serve creates a missing token
     * @param limits per client address
     * @param trustedProxies whose {@code X-Forwarded-For} counts; empty when it counts for nobody
     * @param allowedHosts further names accepted in the Host header
     * @param allowedOrigins web origins whose pages may call the relay
     */
    public record Security(
            boolean requireBearerAuth,
            Path bearerTokenFile,
            Optional<RelayToken> environmentToken,
            boolean autoGenerateBearerToken,
            Limits limits,
            List<String> trustedProxies,
            List<String> allowedHosts,
            List<String> allowedOrigins) {
        /** Copies the lists and checks the forms. */
        public Security {
            SecurityKeys.BEARER_TOKEN_FILE.require(bearerTokenFile);
            trustedProxies = SecurityKeys.TRUSTED_PROXIES.require(List.copyOf(trustedProxies));
            allowedHosts = SecurityKeys.ALLOWED_HOSTS.require(List.copyOf(allowedHosts));
            allowedOrigins = SecurityKeys.ALLOWED_ORIGINS.require(List.copyOf(allowedOrigins));
        }
    }

    /**
     * Limits per client address.
     *
     * @param requestsPerMinute refill of the bucket
     * @param burst size of the bucket
     * @param concurrentRequests in flight, streams counted until their last byte
     * @param queue where requests beyond these wait
     * @param failedAuth when wrong tokens block the address
     */
    public record Limits(int requestsPerMinute, int burst, int concurrentRequests, Queue queue, FailedAuth failedAuth) {
        /** Checks the ranges. */
        public Limits {
            SecurityKeys.RATE_LIMIT_PER_MINUTE.require(requestsPerMinute);
            SecurityKeys.RATE_LIMIT_BURST.require(burst);
            SecurityKeys.CONCURRENT_REQUESTS_PER_IP.require(concurrentRequests);
        }
    }

    /**
     * Where the requests of one address wait for a slot and for the allowance to grow.
     *
     * @param places how many may wait; 0 for none
     * @param longest how long one waits
     */
    public record Queue(int places, Duration longest) {
        /** Checks the ranges. */
        public Queue {
            SecurityKeys.QUEUE_PLACES.require(places);
            SecurityKeys.QUEUE_TIME.require(longest);
        }
    }

    /**
     * When wrong tokens block a client address.
     *
     * @param window time span within which they are counted
     * @param maxAttempts how many are too many
     * @param block how long the address is refused
     */
    public record FailedAuth(Duration window, int maxAttempts, Duration block) {
        /** Checks the ranges. */
        public FailedAuth {
            SecurityKeys.FAILED_AUTH_WINDOW.require(window);
            SecurityKeys.FAILED_AUTH_MAX_ATTEMPTS.require(maxAttempts);
            SecurityKeys.FAILED_AUTH_BLOCK.require(block);
        }
    }

    /**
     * The limits on uploaded files.
     *
     * @param maxUploadBytes one file
     * @param maxTotalUploadBytes all files together
     */
    public record Uploads(long maxUploadBytes, long maxTotalUploadBytes) {
        /** Checks the ranges. */
        public Uploads {
            ConfigKeys.MAX_UPLOAD_BYTES.require(maxUploadBytes);
            ConfigKeys.MAX_TOTAL_UPLOAD_BYTES.require(maxTotalUploadBytes);
        }
    }

    /**
     * What is kept of answers.
     *
     * @param keep whether responses are kept at all
     * @param storeTrue what becomes of requests that ask for it
     * @param timeToLive how long a response is kept
     * @param maxTotalBytes all kept responses together
     */
    public record Responses(boolean keep, StoreRequests storeTrue, Duration timeToLive, long maxTotalBytes) {
        /** Checks the ranges. */
        public Responses {
            ConfigKeys.RESPONSES_TIME_TO_LIVE.require(timeToLive);
            ConfigKeys.RESPONSES_MAX_TOTAL_BYTES.require(maxTotalBytes);
        }
    }

    /**
     * How client requests are judged.
     *
     * @param strictParameters whether a parameter that cannot be honoured is an error
     * @param reasoning where Chat Completions show reasoning
     * @param maxChoices how many upstream calls one request may cause
     */
    public record Compatibility(boolean strictParameters, ReasoningFormat reasoning, int maxChoices) {
        /** Checks the range. */
        public Compatibility {
            ConfigKeys.MAX_CHOICES.require(maxChoices);
        }
    }
}
