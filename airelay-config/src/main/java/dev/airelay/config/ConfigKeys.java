package dev.airelay.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Every setting, declared once. Loading, the file that {@code init} writes, hints for misspelt keys and the
 * documentation are all driven by this table.
 *
 * <p>Names, environment variables and defaults are those of the first AIRelay; keys it did not have follow its style.
 */
public final class ConfigKeys {
    /** Filled by the declarations below while the class loads; read through {@link #ALL} only. */
    private static final KeyTable KEYS = new KeyTable();

    /** Below it lie the logs, the token file, the session, uploads and conversations unless they are moved. */
    static final String DATA_DIR_PLACEHOLDER = "{data_dir}/";

    /** {@code server.host}. */
    public static final ConfigKey<String> HOST = KEYS.key(
            KeyNames.of("server.host", "HOST").withLegacy().withFlag("--host"),
            TextKind.host(),
            "127.0.0.1",
            "Address to listen on. Keep it a loopback address unless other machines must reach the relay.");

    /** {@code server.port}. */
    public static final ConfigKey<Integer> PORT = KEYS.key(
            KeyNames.of("server.port", "PORT").withLegacy().withFlag("--port"),
            WholeNumberKind.ints(0, 65_535),
            "8080",
            "Port to listen on; 0 picks any free port.");

    static {
        KEYS.include(ServerKeys.ALL);
    }

    /** {@code paths.data_dir}. */
    public static final ConfigKey<Path> DATA_DIR = KEYS.key(
            KeyNames.of("paths.data_dir", "DATA_DIR").withLegacy().withFlag("--data-dir"),
            new PathKind(),
            "~/.airelay",
            "Directory for everything that the relay stores.");

    /** {@code paths.logs_dir}. */
    public static final ConfigKey<Path> LOGS_DIR = KEYS.key(
            KeyNames.of("paths.logs_dir", "LOGS_DIR").withLegacy().withFlag("--logs-dir"),
            new PathKind(),
            DATA_DIR_PLACEHOLDER + "logs",
            "Directory for the hourly traffic logs.");

    /** {@code auth.storage}. */
    public static final ConfigKey<AuthStorage> AUTH_STORAGE = KEYS.key(
            KeyNames.of("auth.storage", "AUTH_STORAGE").withLegacy().withFlag("--auth-storage"),
            ChoiceKind.of(AuthStorage.class, AuthStorage::wireName),
            "auto",
            "Where the ChatGPT session is stored: the system keyring, a private file, or whichever works (auto).");

    /** {@code auth.browser_open}. */
    public static final ConfigKey<Boolean> BROWSER_OPEN = KEYS.key(
            KeyNames.of("auth.browser_open", "BROWSER_OPEN").withLegacy(),
            new BooleanKind(),
            "false",
            "Whether login opens the browser; the address is printed either way.");

    /** {@code auth.login_timeout_seconds}. */
    public static final ConfigKey<Duration> LOGIN_TIMEOUT = KEYS.key(
            KeyNames.of("auth.login_timeout_seconds", "LOGIN_TIMEOUT_SECONDS").withLegacy(),
            SecondsKind.of("1", "86400"),
            "900",
            "How long login waits for you to sign in.");

    /** {@code upstream.base_url}. */
    public static final ConfigKey<URI> UPSTREAM_BASE_URL = KEYS.key(
            KeyNames.of("upstream.base_url", "UPSTREAM_BASE_URL").withLegacy(),
            new UrlKind(),
            "https://chatgpt.com/backend-api/codex",
            "Base URL of the upstream, the Codex backend.");

    /** {@code upstream.issuer_base_url}. */
    public static final ConfigKey<URI> ISSUER_BASE_URL = KEYS.key(
            KeyNames.of("upstream.issuer_base_url", "ISSUER_BASE_URL").withLegacy(),
            new UrlKind(),
            "https://auth.openai.com",
            "Base URL of the login server.");

    /** {@code upstream.client_id}. */
    public static final ConfigKey<String> CLIENT_ID = KEYS.key(
            KeyNames.of("upstream.client_id", "CLIENT_ID").withLegacy(),
            TextKind.matching(Pattern.compile("[\\x21-\\x7e]{1,200}"), "1..200 visible ASCII characters"),
            "app_EMoamEEZ73f0CkXaXp7hrann",
            "OAuth client ID used to sign in.");

    /** {@code upstream.client_version}. */
    public static final ConfigKey<String> CLIENT_VERSION = KEYS.key(
            KeyNames.of("upstream.client_version", "CLIENT_VERSION").withLegacy(),
            TextKind.matching(Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){2}"), "three numbers like 0.171.0"),
            "0.171.0",
            "Codex version reported to the upstream, which hides newer models from older versions; 0.171.0 is the latest known.");

    /** {@code upstream.originator}. */
    public static final ConfigKey<String> ORIGINATOR = KEYS.key(
            KeyNames.of("upstream.originator", "ORIGINATOR"),
            TextKind.matching(
                    Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,98}[\\x21-\\x7e])?"),
                    "1..100 printable ASCII characters"),
            "codex_cli_rs",
            "Client name reported to the upstream, at sign-in and with every request.");

    /** {@code upstream.connect_timeout_seconds}. */
    public static final ConfigKey<Duration> CONNECT_TIMEOUT = KEYS.key(
            KeyNames.of("upstream.connect_timeout_seconds", "CONNECT_TIMEOUT_SECONDS"),
            SecondsKind.of("0.1", "300"),
            "10",
            "Time limit for connecting to the upstream, including the TLS handshake.");

    /** {@code upstream.request_timeout_seconds}: bounds the time to the upstream's first byte, not the whole answer. */
    public static final ConfigKey<Duration> REQUEST_TIMEOUT = KEYS.key(
            KeyNames.of("upstream.request_timeout_seconds", "REQUEST_TIMEOUT_SECONDS")
                    .withLegacy(),
            SecondsKind.of("0.1", "86400"),
            "120",
            "Time limit from sending a request upstream to the first byte of the response.");

    /** {@code upstream.idle_timeout_seconds}. */
    public static final ConfigKey<Duration> IDLE_TIMEOUT = KEYS.key(
            KeyNames.of("upstream.idle_timeout_seconds", "IDLE_TIMEOUT_SECONDS"),
            SecondsKind.of("0.1", "86400"),
            "300",
            "How long the upstream may send nothing in the middle of a response.");

    /** {@code upstream.total_timeout_seconds}. */
    public static final ConfigKey<Duration> TOTAL_TIMEOUT = KEYS.key(
            KeyNames.of("upstream.total_timeout_seconds", "TOTAL_TIMEOUT_SECONDS"),
            SecondsKind.of("0", "86400"),
            "3600",
            "Time limit for a whole generation upstream, including retries; 0 means no limit.");

    /** {@code upstream.max_event_bytes}. */
    public static final ConfigKey<Integer> MAX_EVENT_BYTES = KEYS.key(
            KeyNames.of("upstream.max_event_bytes", "MAX_EVENT_BYTES"),
            WholeNumberKind.ints(65_536, 1 << 30),
            "67108864",
            "Largest single event of an upstream response in bytes, and largest compaction; a larger one is an error.");

    /** {@code upstream.max_answer_bytes}. */
    public static final ConfigKey<Long> MAX_ANSWER_BYTES = KEYS.key(
            KeyNames.of("upstream.max_answer_bytes", "MAX_ANSWER_BYTES"),
            WholeNumberKind.longs(65_536, 1L << 36),
            "268435456",
            "Maximum memory in bytes for one upstream response, including what is made of it; a larger one ends with an error.");

    /** {@code upstream.proxy}. */
    public static final ConfigKey<Inheritable<ProxyAddress>> PROXY = KEYS.key(
            KeyNames.of("upstream.proxy", "UPSTREAM_PROXY"),
            new InheritableKind<>(new ProxyKind()),
            "environment",
            "Outbound proxy; environment means HTTPS_PROXY, HTTP_PROXY and ALL_PROXY. NO_PROXY always applies.");

    /** {@code upstream.ca_file}. */
    public static final ConfigKey<Inheritable<Path>> CA_FILE = KEYS.key(
            KeyNames.of("upstream.ca_file", "UPSTREAM_CA_FILE"),
            new InheritableKind<>(new PathKind()),
            "environment",
            "PEM file of CA certificates to trust besides Java's own; environment means CODEX_CA_CERTIFICATE, then"
                    + " SSL_CERT_FILE.");

    /** {@code upstream.minimal_instructions}. */
    public static final ConfigKey<String> MINIMAL_INSTRUCTIONS = KEYS.key(
            KeyNames.of("upstream.minimal_instructions", "MINIMAL_INSTRUCTIONS"),
            TextKind.matching(Pattern.compile("(?s).{1,10000}"), "1..10000 characters"),
            ".",
            "Instructions sent when the client gives none, because the upstream requires them.");

    /** {@code upstream.retry_attempts}. */
    public static final ConfigKey<Integer> RETRY_ATTEMPTS = KEYS.key(
            KeyNames.of("upstream.retry_attempts", "RETRY_ATTEMPTS"),
            WholeNumberKind.ints(0, 10),
            "2",
            "How often to retry a call that failed before its response began, where a retry may help; 0 turns retries off.");

    /** {@code upstream.retry_delay_seconds}. */
    public static final ConfigKey<Duration> RETRY_DELAY = KEYS.key(
            KeyNames.of("upstream.retry_delay_seconds", "RETRY_DELAY_SECONDS"),
            SecondsKind.of("0.001", "60"),
            "0.2",
            "Approximate wait before the first retry; each further retry waits twice as long.");

    /** {@code upstream.retry_max_delay_seconds}. */
    public static final ConfigKey<Duration> RETRY_MAX_DELAY = KEYS.key(
            KeyNames.of("upstream.retry_max_delay_seconds", "RETRY_MAX_DELAY_SECONDS"),
            SecondsKind.of("0.001", "60"),
            "2",
            "Longest wait before a retry. If the upstream asks for a longer one, the call is not retried.");

    /** {@code upstream.limit_cache_seconds}. */
    public static final ConfigKey<Duration> LIMIT_CACHE = KEYS.key(
            KeyNames.of("upstream.limit_cache_seconds", "LIMIT_CACHE_SECONDS"),
            SecondsKind.of("0", "300"),
            "60",
            "How long the relay itself answers 429 once the plan is used up, before it tries the upstream again; 0 always tries.");

    /** {@code models.cache_ttl_seconds}. */
    public static final ConfigKey<Duration> MODELS_CACHE_TTL = KEYS.key(
            KeyNames.of("models.cache_ttl_seconds", "MODELS_CACHE_TTL_SECONDS"),
            SecondsKind.of("0", "86400"),
            "300",
            "How long the upstream's list of models is cached; 0 fetches it every time and leaves efforts unchecked.");

    /** {@code models.extra_models}. */
    public static final ConfigKey<List<String>> EXTRA_MODELS = KEYS.key(
            KeyNames.of("models.extra_models", "EXTRA_MODELS"),
            NamesKind.matching(Pattern.compile("[\\x21-\\x7e&&[^,=]]{1,200}"), "a list of model names"),
            "",
            "Extra models to list. You can also request a model that is not listed.");

    /** {@code models.aliases}. */
    public static final ConfigKey<Map<String, String>> MODEL_ALIASES = KEYS.key(
            KeyNames.of("models.aliases", "MODEL_ALIASES"),
            new AliasesKind(),
            "",
            "Your own names for models, optionally with a reasoning effort.");

    static {
        KEYS.include(SecurityKeys.ALL);
    }

    /** {@code uploads.max_upload_bytes}. */
    public static final ConfigKey<Long> MAX_UPLOAD_BYTES = KEYS.key(
            KeyNames.of("uploads.max_upload_bytes", "MAX_UPLOAD_BYTES"),
            WholeNumberKind.longs(1, 1L << 40),
            "33554432",
            "Maximum size of an uploaded file in bytes.");

    /** {@code uploads.max_total_upload_bytes}. */
    public static final ConfigKey<Long> MAX_TOTAL_UPLOAD_BYTES = KEYS.key(
            KeyNames.of("uploads.max_total_upload_bytes", "MAX_TOTAL_UPLOAD_BYTES"),
            WholeNumberKind.longs(1, 1L << 40),
            "268435456",
            "Maximum total size of all uploaded files in bytes.");

    /** {@code responses.keep}. */
    public static final ConfigKey<Boolean> KEEP_RESPONSES = KEYS.key(
            KeyNames.of("responses.keep", "RESPONSES_KEEP"),
            new BooleanKind(),
            "true",
            "Whether responses are stored on this machine, so that later requests can continue or fetch them.");

    /** {@code responses.store_true}. */
    public static final ConfigKey<StoreRequests> STORE_TRUE = KEYS.key(
            KeyNames.of("responses.store_true", "STORE_TRUE"),
            ChoiceKind.of(StoreRequests.class, StoreRequests::wireName),
            "reject",
            "How to handle requests with store set to true: reject them, or store their responses on this machine (local).");

    /** {@code responses.time_to_live_seconds}. */
    public static final ConfigKey<Duration> RESPONSES_TIME_TO_LIVE = KEYS.key(
            KeyNames.of("responses.time_to_live_seconds", "RESPONSES_TIME_TO_LIVE_SECONDS"),
            SecondsKind.of("1", "315360000"),
            "2592000",
            "How long a stored response is kept.");

    /** {@code responses.max_total_bytes}. */
    public static final ConfigKey<Long> RESPONSES_MAX_TOTAL_BYTES = KEYS.key(
            KeyNames.of("responses.max_total_bytes", "RESPONSES_MAX_TOTAL_BYTES"),
            WholeNumberKind.longs(1, 1L << 40),
            "1073741824",
            "Maximum total size of all stored responses in bytes; the oldest are deleted first.");

    /** {@code compatibility.strict_parameters}. */
    public static final ConfigKey<Boolean> STRICT_PARAMETERS = KEYS.key(
            KeyNames.of("compatibility.strict_parameters", "STRICT_PARAMETERS"),
            new BooleanKind(),
            "false",
            "Whether a parameter that the upstream cannot honor is an error. If not, it is ignored and the response says so.");

    /** {@code compatibility.reasoning}. */
    public static final ConfigKey<ReasoningFormat> REASONING = KEYS.key(
            KeyNames.of("compatibility.reasoning", "REASONING"),
            ChoiceKind.of(ReasoningFormat.class, ReasoningFormat::wireName),
            "reasoning_content",
            "How Chat Completions responses show the model's reasoning; a request can override it.");

    /** {@code compatibility.max_choices}. */
    public static final ConfigKey<Integer> MAX_CHOICES = KEYS.key(
            KeyNames.of("compatibility.max_choices", "MAX_CHOICES"),
            WholeNumberKind.ints(1, 128),
            "8",
            "Maximum number of upstream calls that one request may cause, through n or through several prompts.");

    static {
        KEYS.include(TrafficKeys.ALL);
    }

    private static final List<ConfigKey<?>> ALL = KEYS.all();

    private ConfigKeys() {}

    /** Every setting in the order of the file's sections. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }
}
