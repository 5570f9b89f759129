package dev.airelay.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every setting, declared once. Loading, the file that {@code init} writes, hints for misspelled keys and the documentation
 * all use this table.
 *
 * <p>Names, environment variables and defaults are those of the first AIRelay; newer keys follow its style.
 */
public final class ConfigKeys {
    /** Filled by the declarations below while the class loads; read through {@link #ALL} only. */
    private static final List<ConfigKey<?>> DECLARED = new ArrayList<>();

    /** The parent of the logs, the token file, the session, uploads and conversations, unless they are moved. */
    static final String DATA_DIR_PLACEHOLDER = "{data_dir}/";

    private static final String ORIGIN_HOST = "((\\*\\.)?[a-z0-9._~%!$&'()+;=-]{1,250}|\\[[0-9a-f:.]{2,250}\\])";
    private static final String ORIGIN_PORT = "(:([0-9]{1,5}|\\*))?";
    /** An origin that the guards accept as an entry; a wildcard host is refused for web schemes. */
    private static final Pattern ORIGIN = Pattern.compile("(?i)null|file://|https?://" + ORIGIN_HOST + ORIGIN_PORT
            + "|(?!https?:)[a-z][a-z0-9+.-]{0,30}://(\\*|" + ORIGIN_HOST + ")" + ORIGIN_PORT);

    /** {@code server.host}. */
    public static final ConfigKey<String> HOST = key(
            KeyNames.of("server.host", "HOST").withLegacy().withFlag("--host"),
            ValueKind.host(),
            "127.0.0.1",
            "Address to listen on. Keep it a loopback address unless other machines must reach the relay.");

    /** {@code server.port}. */
    public static final ConfigKey<Integer> PORT = key(
            KeyNames.of("server.port", "PORT").withLegacy().withFlag("--port"),
            ValueKind.ints(0, 65_535),
            "8080",
            "Port to listen on; 0 picks any free port.");

    /** {@code server.max_body_bytes}. */
    public static final ConfigKey<Long> MAX_BODY_BYTES = key(
            KeyNames.of("server.max_body_bytes", "MAX_BODY_BYTES"),
            ValueKind.longs(1_024, 1_073_741_824),
            "67108864",
            "Maximum size of a request body in bytes; a larger one gets 413. Uploads have their own limits.");

    /** {@code server.max_buffered_bytes}. */
    public static final ConfigKey<Long> MAX_BUFFERED_BYTES = key(
            KeyNames.of("server.max_buffered_bytes", "MAX_BUFFERED_BYTES"),
            ValueKind.longs(1_048_576, 1L << 36),
            "1073741824",
            "Bytes that all requests and responses in progress may hold, at most a quarter of the heap; more get 503.");

    /** {@code server.max_request_line_bytes}. */
    public static final ConfigKey<Integer> MAX_REQUEST_LINE_BYTES = key(
            KeyNames.of("server.max_request_line_bytes", "MAX_REQUEST_LINE_BYTES"),
            ValueKind.ints(512, 1_048_576),
            "8192",
            "Maximum length of a request line in bytes; a longer one gets 414.");

    /** {@code server.max_header_bytes}. */
    public static final ConfigKey<Integer> MAX_HEADER_BYTES = key(
            KeyNames.of("server.max_header_bytes", "MAX_HEADER_BYTES"),
            ValueKind.ints(1_024, 1_048_576),
            "65536",
            "Maximum total size of a request's headers in bytes; larger ones get 431.");

    /** {@code server.max_connections}. */
    public static final ConfigKey<Integer> MAX_CONNECTIONS = key(
            KeyNames.of("server.max_connections", "MAX_CONNECTIONS"),
            ValueKind.ints(1, 100_000),
            "1024",
            "Maximum number of open client connections; further ones get 503 and are closed.");

    /** {@code server.header_timeout_seconds}. */
    public static final ConfigKey<Duration> HEADER_TIMEOUT = key(
            KeyNames.of("server.header_timeout_seconds", "HEADER_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofHours(1)),
            "10",
            "Time limit for request headers, and for the TLS handshake; then the relay answers 408 or closes the connection.");

    /** {@code server.body_idle_seconds}. */
    public static final ConfigKey<Duration> BODY_IDLE = key(
            KeyNames.of("server.body_idle_seconds", "BODY_IDLE_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofHours(1)),
            "30",
            "How long a client may send nothing in the middle of a request body. After it the relay answers 408.");

    /** {@code server.body_timeout_seconds}. */
    public static final ConfigKey<Duration> BODY_TIMEOUT = key(
            KeyNames.of("server.body_timeout_seconds", "BODY_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "600",
            "Time limit for receiving a whole request body. After it the relay answers 408.");

    /** {@code server.keep_alive_seconds}. */
    public static final ConfigKey<Duration> KEEP_ALIVE = key(
            KeyNames.of("server.keep_alive_seconds", "KEEP_ALIVE_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "120",
            "How long an idle connection stays open.");

    /** {@code server.send_timeout_seconds}. */
    public static final ConfigKey<Duration> SEND_TIMEOUT = key(
            KeyNames.of("server.send_timeout_seconds", "SEND_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "120",
            "How long the relay waits for a client that has stopped reading before it closes the connection.");

    /** {@code server.memory_wait_seconds}. */
    public static final ConfigKey<Duration> MEMORY_WAIT = key(
            KeyNames.of("server.memory_wait_seconds", "MEMORY_WAIT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofHours(1)),
            "30",
            "How long a response waits for memory that other requests hold. After that it ends with out_of_memory.");

    /** {@code server.heartbeat_seconds}. */
    public static final ConfigKey<Duration> HEARTBEAT = key(
            KeyNames.of("server.heartbeat_seconds", "HEARTBEAT_SECONDS"),
            ValueKind.seconds(Duration.ZERO, Duration.ofHours(1)),
            "15",
            "How long an event stream may be silent before the relay sends a comment to keep it alive; 0 turns this off.");

    /** {@code server.shutdown_seconds}. */
    public static final ConfigKey<Duration> SHUTDOWN = key(
            KeyNames.of("server.shutdown_seconds", "SHUTDOWN_SECONDS"),
            ValueKind.seconds(Duration.ZERO, Duration.ofHours(1)),
            "30",
            "How long requests in progress may continue after the relay receives a signal to stop; 0 ends them at once.");

    /** {@code server.tls_certificate_file}. */
    public static final ConfigKey<Optional<Path>> TLS_CERTIFICATE_FILE = key(
            KeyNames.of("server.tls_certificate_file", "TLS_CERTIFICATE_FILE"),
            ValueKind.optionalPath(),
            "none",
            "PEM file with the relay's certificate and its chain. With it, the relay serves HTTPS only.");

    /** {@code server.tls_private_key_file}. */
    public static final ConfigKey<Optional<Path>> TLS_PRIVATE_KEY_FILE = key(
            KeyNames.of("server.tls_private_key_file", "TLS_PRIVATE_KEY_FILE"),
            ValueKind.optionalPath(),
            "none",
            "PEM file with the certificate's private key, in PKCS#8 format without a password.");

    /** {@code paths.data_dir}. */
    public static final ConfigKey<Path> DATA_DIR = key(
            KeyNames.of("paths.data_dir", "DATA_DIR").withLegacy().withFlag("--data-dir"),
            ValueKind.path(),
            "~/.airelay",
            "Directory for everything that the relay stores.");

    /** {@code paths.logs_dir}. */
    public static final ConfigKey<Path> LOGS_DIR = key(
            KeyNames.of("paths.logs_dir", "LOGS_DIR").withLegacy().withFlag("--logs-dir"),
            ValueKind.path(),
            DATA_DIR_PLACEHOLDER + "logs",
            "Directory for the hourly traffic logs.");

    /** {@code auth.storage}. */
    public static final ConfigKey<String> AUTH_STORAGE = key(
            KeyNames.of("auth.storage", "AUTH_STORAGE").withLegacy().withFlag("--auth-storage"),
            ValueKind.choice("auto", "file", "keyring"),
            "auto",
            "Where the upstream session is stored: the system keyring, a private file, or whichever works (auto).");

    /** {@code auth.browser_open}. */
    public static final ConfigKey<Boolean> BROWSER_OPEN = key(
            KeyNames.of("auth.browser_open", "BROWSER_OPEN").withLegacy(),
            ValueKind.yesOrNo(),
            "true",
            "Whether login opens the browser where there is one; the address is printed either way.");

    /** {@code auth.login_timeout_seconds}. */
    public static final ConfigKey<Duration> LOGIN_TIMEOUT = key(
            KeyNames.of("auth.login_timeout_seconds", "LOGIN_TIMEOUT_SECONDS").withLegacy(),
            ValueKind.seconds(Duration.ofSeconds(1), Duration.ofDays(1)),
            "900",
            "How long login waits for you to sign in.");

    /** {@code upstream.base_url}. */
    public static final ConfigKey<URI> UPSTREAM_BASE_URL = key(
            KeyNames.of("upstream.base_url", "UPSTREAM_BASE_URL").withLegacy(),
            ValueKind.url(),
            "https://chatgpt.com/backend-api/codex",
            "Base URL of the upstream, the Codex backend.");

    /** {@code upstream.workspace_hosts}. */
    public static final ConfigKey<List<String>> WORKSPACE_HOSTS = key(
            KeyNames.of("upstream.workspace_hosts", "WORKSPACE_HOSTS"),
            ValueKind.names(
                    Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"),
                    "a list of host names without scheme or port"),
            "chatgpt.com, gov.chatgpt.com",
            "Hosts to which the backend may direct a workspace's requests, and with them the access token, over HTTPS.");

    /** {@code upstream.issuer_base_url}. */
    public static final ConfigKey<URI> ISSUER_BASE_URL = key(
            KeyNames.of("upstream.issuer_base_url", "ISSUER_BASE_URL").withLegacy(),
            ValueKind.url(),
            "https://auth.openai.com",
            "Base URL of the login server.");

    /** {@code upstream.client_id}. */
    public static final ConfigKey<String> CLIENT_ID = key(
            KeyNames.of("upstream.client_id", "CLIENT_ID").withLegacy(),
            ValueKind.text(Pattern.compile("[\\x21-\\x7e]{1,200}"), "1..200 visible ASCII characters"),
            "app_EMoamEEZ73f0CkXaXp7hrann",
            "OAuth client ID used to sign in.");

    /** {@code upstream.client_version}. */
    public static final ConfigKey<String> CLIENT_VERSION = key(
            KeyNames.of("upstream.client_version", "CLIENT_VERSION").withLegacy(),
            ValueKind.text(Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){2}"), "three numbers like 0.171.0"),
            "0.171.0",
            "Codex version reported to the upstream, which hides newer models from older versions; 0.171.0 is the latest known.");

    /** {@code upstream.originator}. */
    public static final ConfigKey<String> ORIGINATOR = key(
            KeyNames.of("upstream.originator", "ORIGINATOR"),
            ValueKind.text(
                    Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,98}[\\x21-\\x7e])?"),
                    "1..100 printable ASCII characters"),
            "codex_cli_rs",
            "Client name reported to the upstream, at sign-in and with every request.");

    /** {@code upstream.transport}. */
    public static final ConfigKey<String> UPSTREAM_TRANSPORT = key(
            KeyNames.of("upstream.transport", "UPSTREAM_TRANSPORT"),
            ValueKind.choice("http", "auto", "websocket"),
            "http",
            "Transport of upstream streams: http, websocket, or auto: a WebSocket where a conversation is continued.");

    /** {@code upstream.connect_timeout_seconds}. */
    public static final ConfigKey<Duration> CONNECT_TIMEOUT = key(
            KeyNames.of("upstream.connect_timeout_seconds", "CONNECT_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofMinutes(5)),
            "10",
            "Time limit for connecting to the upstream, including the TLS handshake.");

    /** {@code upstream.request_timeout_seconds}: limits the time to the upstream's first byte, not the whole response. */
    public static final ConfigKey<Duration> REQUEST_TIMEOUT = key(
            KeyNames.of("upstream.request_timeout_seconds", "REQUEST_TIMEOUT_SECONDS")
                    .withLegacy(),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "120",
            "Time limit from sending a request upstream to the first byte of the response.");

    /** {@code upstream.idle_timeout_seconds}. */
    public static final ConfigKey<Duration> IDLE_TIMEOUT = key(
            KeyNames.of("upstream.idle_timeout_seconds", "IDLE_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "300",
            "How long the upstream may send nothing in the middle of a response.");

    /** {@code upstream.total_timeout_seconds}. */
    public static final ConfigKey<Duration> TOTAL_TIMEOUT = key(
            KeyNames.of("upstream.total_timeout_seconds", "TOTAL_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ZERO, Duration.ofDays(1)),
            "3600",
            "Time limit for a whole generation upstream, including retries; 0 means no limit.");

    /** {@code upstream.max_event_bytes}. */
    public static final ConfigKey<Integer> MAX_EVENT_BYTES = key(
            KeyNames.of("upstream.max_event_bytes", "MAX_EVENT_BYTES"),
            ValueKind.ints(65_536, 1 << 30),
            "67108864",
            "Largest single event of an upstream response in bytes, and largest compaction; a larger one is an error.");

    /** {@code upstream.max_answer_bytes}. */
    public static final ConfigKey<Long> MAX_ANSWER_BYTES = key(
            KeyNames.of("upstream.max_answer_bytes", "MAX_ANSWER_BYTES"),
            ValueKind.longs(65_536, 1L << 36),
            "268435456",
            "Maximum memory in bytes for one upstream response, including what is made of it; a larger one ends with an error.");

    /** {@code upstream.image_timeout_seconds}. */
    public static final ConfigKey<Duration> IMAGE_TIMEOUT = key(
            KeyNames.of("upstream.image_timeout_seconds", "IMAGE_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "300",
            "Time limit from sending a request to the upstream's image routes to the first byte of the response.");

    /** {@code upstream.max_image_response_bytes}. */
    public static final ConfigKey<Integer> MAX_IMAGE_RESPONSE_BYTES = key(
            KeyNames.of("upstream.max_image_response_bytes", "MAX_IMAGE_RESPONSE_BYTES"),
            ValueKind.ints(65_536, 1 << 30),
            "104857600",
            "Largest response of the upstream's image routes in bytes; a larger one is an error.");

    /** {@code upstream.image_host_model}. */
    public static final ConfigKey<String> IMAGE_HOST_MODEL = key(
            KeyNames.of("upstream.image_host_model", "IMAGE_HOST_MODEL"),
            ValueKind.text(Pattern.compile("[!-~]{1,256}"), "1..256 printable ASCII characters without spaces"),
            "gpt-5.5",
            "Model that calls the image tool for images that the upstream's image routes do not make.");

    /** {@code upstream.transcription_timeout_seconds}. */
    public static final ConfigKey<Duration> TRANSCRIPTION_TIMEOUT = key(
            KeyNames.of("upstream.transcription_timeout_seconds", "TRANSCRIPTION_TIMEOUT_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofDays(1)),
            "120",
            "Time limit from sending audio upstream to the first byte of its transcription.");

    /** {@code upstream.proxy}. */
    public static final ConfigKey<Inheritable<ProxyAddress>> PROXY = key(
            KeyNames.of("upstream.proxy", "UPSTREAM_PROXY"),
            ValueKind.inheritable(ValueKind.proxy()),
            "environment",
            "Outbound proxy; environment means HTTPS_PROXY, HTTP_PROXY and ALL_PROXY. NO_PROXY always applies.");

    /** {@code upstream.ca_file}. */
    public static final ConfigKey<Inheritable<Path>> CA_FILE = key(
            KeyNames.of("upstream.ca_file", "UPSTREAM_CA_FILE"),
            ValueKind.inheritable(ValueKind.path()),
            "environment",
            "PEM file of CA certificates to trust besides Java's own; environment means CODEX_CA_CERTIFICATE, then"
                    + " SSL_CERT_FILE.");

    /** {@code upstream.minimal_instructions}. */
    public static final ConfigKey<String> MINIMAL_INSTRUCTIONS = key(
            KeyNames.of("upstream.minimal_instructions", "MINIMAL_INSTRUCTIONS"),
            ValueKind.text(Pattern.compile("(?s).{1,10000}"), "1..10000 characters"),
            ".",
            "Instructions sent when the client gives none, because the upstream requires them.");

    /** {@code upstream.retry_attempts}. */
    public static final ConfigKey<Integer> RETRY_ATTEMPTS = key(
            KeyNames.of("upstream.retry_attempts", "RETRY_ATTEMPTS"),
            ValueKind.ints(0, 10),
            "2",
            "How often to retry a call that failed before its response began, where a retry may help; 0 turns retries off.");

    /** {@code upstream.retry_delay_seconds}. */
    public static final ConfigKey<Duration> RETRY_DELAY = key(
            KeyNames.of("upstream.retry_delay_seconds", "RETRY_DELAY_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(1), Duration.ofMinutes(1)),
            "0.2",
            "Approximate wait before the first retry; each further retry waits twice as long.");

    /** {@code upstream.retry_max_delay_seconds}. */
    public static final ConfigKey<Duration> RETRY_MAX_DELAY = key(
            KeyNames.of("upstream.retry_max_delay_seconds", "RETRY_MAX_DELAY_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(1), Duration.ofMinutes(1)),
            "2",
            "Longest wait before a retry. If the upstream asks for a longer one, the call is not retried.");

    /** {@code upstream.limit_cache_seconds}. */
    public static final ConfigKey<Duration> LIMIT_CACHE = key(
            KeyNames.of("upstream.limit_cache_seconds", "LIMIT_CACHE_SECONDS"),
            ValueKind.seconds(Duration.ZERO, Duration.ofMinutes(5)),
            "60",
            "How long the relay itself answers 429 once the plan is used up, before it tries the upstream again; 0 always tries.");

    /** {@code models.cache_ttl_seconds}. */
    public static final ConfigKey<Duration> MODELS_CACHE_TTL = key(
            KeyNames.of("models.cache_ttl_seconds", "MODELS_CACHE_TTL_SECONDS"),
            ValueKind.seconds(Duration.ZERO, Duration.ofDays(1)),
            "300",
            "How long the upstream's list of models is cached; 0 fetches it every time and leaves efforts unchecked.");

    /** {@code models.extra_models}. */
    public static final ConfigKey<List<String>> EXTRA_MODELS = key(
            KeyNames.of("models.extra_models", "EXTRA_MODELS"),
            ValueKind.names(Pattern.compile("[\\x21-\\x7e&&[^,=]]{1,200}"), "a list of model names"),
            "",
            "Extra models to list. You can also request a model that is not listed.");

    /** {@code models.aliases}. */
    public static final ConfigKey<Map<String, String>> MODEL_ALIASES = key(
            KeyNames.of("models.aliases", "MODEL_ALIASES"),
            ValueKind.aliases(),
            "",
            "Your own names for models, optionally with a reasoning effort.");

    /** {@code security.require_bearer_auth}. */
    public static final ConfigKey<Boolean> REQUIRE_BEARER_AUTH = key(
            KeyNames.of("security.require_bearer_auth", "REQUIRE_BEARER_AUTH").withFlag("--no-auth"),
            ValueKind.yesOrNo(),
            "true",
            "Whether clients must send the relay token.");

    /** {@code security.bearer_token_file}. */
    public static final ConfigKey<Path> BEARER_TOKEN_FILE = key(
            KeyNames.of("security.bearer_token_file", "BEARER_TOKEN_FILE").withFlag("--bearer-token-file"),
            ValueKind.path(),
            DATA_DIR_PLACEHOLDER + "relay-token",
            "File that contains the relay token. A running relay notices when it changes.");

    /** {@code AIRELAY_BEARER_TOKEN}: environment only. */
    public static final ConfigKey<Optional<String>> BEARER_TOKEN = key(
            KeyNames.of("security.bearer_token", "BEARER_TOKEN").outsideFile(),
            ValueKind.optionalSecret(
                    Pattern.compile("[\\x21-\\x7e]{1,4096}"), "1..4096 visible ASCII characters without spaces"),
            "",
            "The relay token itself, instead of a file.");

    /** {@code security.auto_generate_bearer_token}. */
    public static final ConfigKey<Boolean> AUTO_GENERATE_BEARER_TOKEN = key(
            KeyNames.of("security.auto_generate_bearer_token", "AUTO_GENERATE_BEARER_TOKEN"),
            ValueKind.yesOrNo(),
            "false",
            "Whether serve creates the relay token if it is missing, instead of stopping.");

    /** {@code security.rate_limit_per_minute}. */
    public static final ConfigKey<Integer> RATE_LIMIT_PER_MINUTE = key(
            KeyNames.of("security.rate_limit_per_minute", "RATE_LIMIT_PER_MINUTE"),
            ValueKind.ints(1, 1_000_000),
            "120",
            "Requests per minute allowed for each client address.");

    /** {@code security.rate_limit_burst}. */
    public static final ConfigKey<Integer> RATE_LIMIT_BURST = key(
            KeyNames.of("security.rate_limit_burst", "RATE_LIMIT_BURST"),
            ValueKind.ints(1, 1_000_000),
            "40",
            "Requests that a client address may send at once before the rate limit applies.");

    /** {@code security.concurrent_requests_per_ip}. */
    public static final ConfigKey<Integer> CONCURRENT_REQUESTS_PER_IP = key(
            KeyNames.of("security.concurrent_requests_per_ip", "CONCURRENT_REQUESTS_PER_IP"),
            ValueKind.ints(1, 10_000),
            "8",
            "Requests in progress allowed for each client address; a stream counts until its last byte.");

    /** {@code security.queue_places}. */
    public static final ConfigKey<Integer> QUEUE_PLACES = key(
            KeyNames.of("security.queue_places", "QUEUE_PLACES"),
            ValueKind.ints(0, 1_000),
            "128",
            "Requests of a client address that may wait for their turn; 0 refuses them at once.");

    /** {@code security.queue_seconds}. */
    public static final ConfigKey<Duration> QUEUE_TIME = key(
            KeyNames.of("security.queue_seconds", "QUEUE_SECONDS"),
            ValueKind.seconds(Duration.ofMillis(100), Duration.ofMinutes(5)),
            "30",
            "Longest time a request waits for its turn; one that the rate limit would delay longer is refused at once.");

    /** {@code security.failed_auth_window_seconds}. */
    public static final ConfigKey<Duration> FAILED_AUTH_WINDOW = key(
            KeyNames.of("security.failed_auth_window_seconds", "FAILED_AUTH_WINDOW_SECONDS"),
            ValueKind.seconds(Duration.ofSeconds(1), Duration.ofDays(1)),
            "300",
            "Time window in which wrong relay tokens are counted.");

    /** {@code security.failed_auth_max_attempts}. */
    public static final ConfigKey<Integer> FAILED_AUTH_MAX_ATTEMPTS = key(
            KeyNames.of("security.failed_auth_max_attempts", "FAILED_AUTH_MAX_ATTEMPTS"),
            ValueKind.ints(1, 10_000),
            "8",
            "Wrong relay tokens within the window that block a client address.");

    /** {@code security.failed_auth_block_seconds}. */
    public static final ConfigKey<Duration> FAILED_AUTH_BLOCK = key(
            KeyNames.of("security.failed_auth_block_seconds", "FAILED_AUTH_BLOCK_SECONDS"),
            ValueKind.seconds(Duration.ofSeconds(1), Duration.ofDays(7)),
            "900",
            "How long a client address stays blocked.");

    /** {@code security.trust_x_forwarded_for}. */
    public static final ConfigKey<Boolean> TRUST_X_FORWARDED_FOR = key(
            KeyNames.of("security.trust_x_forwarded_for", "TRUST_X_FORWARDED_FOR"),
            ValueKind.yesOrNo(),
            "false",
            "Whether to take the client address from X-Forwarded-For. Use it only behind a proxy that sets the header.");

    /** {@code security.trusted_proxies}. */
    public static final ConfigKey<List<String>> TRUSTED_PROXIES = key(
            KeyNames.of("security.trusted_proxies", "TRUSTED_PROXIES"),
            ValueKind.names(ListenHost::isAddressOrRange, "a list of addresses or ranges such as 10.0.0.0/8"),
            "127.0.0.1,::1",
            "Proxies whose X-Forwarded-For header is trusted, if it is used at all.");

    /** {@code security.allowed_hosts}. */
    public static final ConfigKey<List<String>> ALLOWED_HOSTS = key(
            KeyNames.of("security.allowed_hosts", "ALLOWED_HOSTS"),
            ValueKind.names(
                    Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9a-fA-F:.]+\\]"),
                    "a list of host names without ports"),
            "",
            "Additional host names that clients may use in the Host header, such as host.docker.internal.");

    /** {@code security.allowed_origins}. */
    public static final ConfigKey<List<String>> ALLOWED_ORIGINS = key(
            KeyNames.of("security.allowed_origins", "ALLOWED_ORIGINS"),
            ValueKind.names(
                    ORIGIN, "a list of origins such as https://chat.example, http://localhost:*, null or app://*"),
            "",
            "Origins whose pages may call the relay, in a browser or a desktop app.");

    /** {@code ollama.listen}. */
    public static final ConfigKey<Boolean> OLLAMA_LISTEN = key(
            KeyNames.of("ollama.listen", "OLLAMA_LISTEN"),
            ValueKind.yesOrNo(),
            "false",
            "Whether the relay also listens at the address that Ollama's clients use. Only their routes are served there.");

    /** {@code ollama.host}. */
    public static final ConfigKey<String> OLLAMA_HOST = key(
            KeyNames.of("ollama.host", "OLLAMA_HOST"),
            ValueKind.host(),
            "127.0.0.1",
            "Address of the listener for Ollama's clients. Without a token it must be a loopback address.");

    /** {@code ollama.port}. */
    public static final ConfigKey<Integer> OLLAMA_PORT = key(
            KeyNames.of("ollama.port", "OLLAMA_PORT"),
            ValueKind.ints(0, 65_535),
            "11434",
            "Port of the listener for Ollama's clients; 0 picks any free port.");

    /** {@code ollama.require_bearer_auth}. */
    public static final ConfigKey<Boolean> OLLAMA_REQUIRE_BEARER_AUTH = key(
            KeyNames.of("ollama.require_bearer_auth", "OLLAMA_REQUIRE_BEARER_AUTH"),
            ValueKind.yesOrNo(),
            "true",
            "Whether clients must send the relay token to this listener; not if security.require_bearer_auth is false.");

    /** {@code ollama.rate_limit_per_minute}. */
    public static final ConfigKey<Integer> OLLAMA_RATE_LIMIT_PER_MINUTE = key(
            KeyNames.of("ollama.rate_limit_per_minute", "OLLAMA_RATE_LIMIT_PER_MINUTE"),
            ValueKind.ints(1, 1_000_000),
            "60",
            "Requests per minute that this listener allows for each client address.");

    /** {@code ollama.rate_limit_burst}. */
    public static final ConfigKey<Integer> OLLAMA_RATE_LIMIT_BURST = key(
            KeyNames.of("ollama.rate_limit_burst", "OLLAMA_RATE_LIMIT_BURST"),
            ValueKind.ints(1, 1_000_000),
            "20",
            "Requests that a client address may send to this listener at once before the rate limit applies.");

    /** {@code ollama.concurrent_requests_per_ip}. */
    public static final ConfigKey<Integer> OLLAMA_CONCURRENT_REQUESTS_PER_IP = key(
            KeyNames.of("ollama.concurrent_requests_per_ip", "OLLAMA_CONCURRENT_REQUESTS_PER_IP"),
            ValueKind.ints(1, 10_000),
            "4",
            "Requests in progress that this listener allows for each client address.");

    /** {@code uploads.max_upload_bytes}. */
    public static final ConfigKey<Long> MAX_UPLOAD_BYTES = key(
            KeyNames.of("uploads.max_upload_bytes", "MAX_UPLOAD_BYTES"),
            ValueKind.longs(1, 1L << 40),
            "33554432",
            "Maximum size of an uploaded file in bytes.");

    /** {@code uploads.max_total_upload_bytes}. */
    public static final ConfigKey<Long> MAX_TOTAL_UPLOAD_BYTES = key(
            KeyNames.of("uploads.max_total_upload_bytes", "MAX_TOTAL_UPLOAD_BYTES"),
            ValueKind.longs(1, 1L << 40),
            "268435456",
            "Maximum total size of all uploaded files in bytes.");

    /** {@code responses.keep}. */
    public static final ConfigKey<Boolean> KEEP_RESPONSES = key(
            KeyNames.of("responses.keep", "RESPONSES_KEEP"),
            ValueKind.yesOrNo(),
            "true",
            "Whether responses are stored on this machine, so that later requests can continue or fetch them.");

    /** {@code responses.store_true}. */
    public static final ConfigKey<String> STORE_TRUE = key(
            KeyNames.of("responses.store_true", "STORE_TRUE"),
            ValueKind.choice("reject", "local"),
            "reject",
            "How to handle requests with store set to true: reject them, or store their responses on this machine (local).");

    /** {@code responses.time_to_live_seconds}. */
    public static final ConfigKey<Duration> RESPONSES_TIME_TO_LIVE = key(
            KeyNames.of("responses.time_to_live_seconds", "RESPONSES_TIME_TO_LIVE_SECONDS"),
            ValueKind.seconds(Duration.ofSeconds(1), Duration.ofDays(3_650)),
            "2592000",
            "How long a stored response is kept.");

    /** {@code responses.max_total_bytes}. */
    public static final ConfigKey<Long> RESPONSES_MAX_TOTAL_BYTES = key(
            KeyNames.of("responses.max_total_bytes", "RESPONSES_MAX_TOTAL_BYTES"),
            ValueKind.longs(1, 1L << 40),
            "1073741824",
            "Maximum total size of all stored responses in bytes; the oldest are deleted first.");

    /** {@code compatibility.strict_parameters}. */
    public static final ConfigKey<Boolean> STRICT_PARAMETERS = key(
            KeyNames.of("compatibility.strict_parameters", "STRICT_PARAMETERS"),
            ValueKind.yesOrNo(),
            "false",
            "Whether a parameter that the upstream cannot honor is an error. If not, it is ignored and the response says so.");

    /** {@code compatibility.reasoning}. */
    public static final ConfigKey<String> REASONING = key(
            KeyNames.of("compatibility.reasoning", "REASONING"),
            ValueKind.choice("reasoning_content", "reasoning", "reasoning_details", "think-tags", "none"),
            "reasoning_content",
            "How Chat Completions responses show the model's reasoning; a request can override it.");

    /** {@code compatibility.custom_calls}. */
    public static final ConfigKey<String> CUSTOM_CALLS = key(
            KeyNames.of("compatibility.custom_calls", "CUSTOM_CALLS"),
            ValueKind.choice("custom", "function"),
            "custom",
            "How Chat Completions responses return calls of custom tools; Cursor needs function. A request can override it.");

    /** {@code compatibility.max_choices}. */
    public static final ConfigKey<Integer> MAX_CHOICES = key(
            KeyNames.of("compatibility.max_choices", "MAX_CHOICES"),
            ValueKind.ints(1, 128),
            "8",
            "Maximum number of upstream calls that one request may cause, through n or through several prompts.");

    /** {@code traffic.bodies}. */
    public static final ConfigKey<String> TRAFFIC_BODIES = key(
            KeyNames.of("traffic.bodies", "TRAFFIC_BODIES"),
            ValueKind.choice("none", "summary", "full"),
            "summary",
            "How much of each body is logged: nothing, its type, size and hash, or its text without secrets.");

    /** {@code traffic.max_logged_bytes}. */
    public static final ConfigKey<Integer> TRAFFIC_MAX_LOGGED_BYTES = key(
            KeyNames.of("traffic.max_logged_bytes", "TRAFFIC_MAX_LOGGED_BYTES"),
            ValueKind.ints(1_024, 67_108_864),
            "1048576",
            "Bodies and stream events larger than this many bytes are logged by size only.");

    /** {@code traffic.max_file_bytes}. */
    public static final ConfigKey<Long> TRAFFIC_MAX_FILE_BYTES = key(
            KeyNames.of("traffic.max_file_bytes", "TRAFFIC_MAX_FILE_BYTES"),
            ValueKind.longs(4_096, 1L << 40),
            "67108864",
            "Size in bytes at which an hour's log continues in a new file.");

    /** {@code traffic.retention_days}. */
    public static final ConfigKey<Integer> TRAFFIC_RETENTION_DAYS = key(
            KeyNames.of("traffic.retention_days", "TRAFFIC_RETENTION_DAYS"),
            ValueKind.ints(1, 36_500),
            "14",
            "Number of days after which a log file is deleted.");

    /** {@code traffic.max_log_bytes}. */
    public static final ConfigKey<Long> TRAFFIC_MAX_LOG_BYTES = key(
            KeyNames.of("traffic.max_log_bytes", "TRAFFIC_MAX_LOG_BYTES"),
            ValueKind.longs(65_536, 1L << 40),
            "1073741824",
            "Maximum total size of all log files in bytes; the oldest are deleted first.");

    /** {@code metrics.enabled}. */
    public static final ConfigKey<Boolean> METRICS = key(
            KeyNames.of("metrics.enabled", "METRICS_ENABLED"),
            ValueKind.yesOrNo(),
            "false",
            "Whether GET /metrics shows figures for Prometheus. It needs the relay token.");

    /** {@code tracing.enabled}. */
    public static final ConfigKey<Boolean> TRACING = key(
            KeyNames.of("tracing.enabled", "TRACING_ENABLED"),
            ValueKind.yesOrNo(),
            "false",
            "Whether spans are exported by OTLP. Needs tracing.library; OpenTelemetry's variables OTEL_* say where to.");

    /** {@code tracing.library}. */
    public static final ConfigKey<Optional<Path>> TRACING_LIBRARY = key(
            KeyNames.of("tracing.library", "TRACING_LIBRARY"),
            ValueKind.optionalPath(),
            "none",
            "Directory with the jars of airelay-otlp, unpacked. Their code runs within the relay.");

    private static final List<ConfigKey<?>> ALL = List.copyOf(DECLARED);

    private ConfigKeys() {}

    private static <T> ConfigKey<T> key(KeyNames names, ValueKind<T> kind, String defaultText, String doc) {
        ConfigKey<T> key = new ConfigKey<>(names, kind, defaultText, doc);
        DECLARED.add(key);
        return key;
    }

    /** Every setting in the order of the file's sections. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }
}
