package dev.airelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of who is let in, and how often: part of the table of {@link ConfigKeys}. */
public final class SecurityKeys {
    private static final KeyTable KEYS = new KeyTable();

    private static final String ORIGIN_HOST = "((\\*\\.)?[a-z0-9._~%!$&'()+;=-]{1,250}|\\[[0-9a-f:.]{2,250}\\])";
    private static final String ORIGIN_PORT = "(:([0-9]{1,5}|\\*))?";
    /** What the guards take as an entry; a wildcard host is refused for the schemes of the web. */
    private static final Pattern ORIGIN = Pattern.compile("(?i)null|file://|https?://" + ORIGIN_HOST + ORIGIN_PORT
            + "|(?!https?:)[a-z][a-z0-9+.-]{0,30}://(\\*|" + ORIGIN_HOST + ")" + ORIGIN_PORT);

    /** {@code security.require_bearer_auth}. */
    public static final ConfigKey<Boolean> REQUIRE_BEARER_AUTH = KEYS.key(
            KeyNames.of("security.require_bearer_auth", "REQUIRE_BEARER_AUTH").withFlag("--no-auth"),
            new BooleanKind(),
            "true",
            "Whether clients must send the relay token.");

    /** {@code security.bearer_token_file}. */
    public static final ConfigKey<Path> BEARER_TOKEN_FILE = KEYS.key(
            KeyNames.of("security.bearer_token_file", "BEARER_TOKEN_FILE").withFlag("--bearer-token-file"),
            new PathKind(),
            ConfigKeys.DATA_DIR_PLACEHOLDER + "relay-token",
            "File that contains the relay token. A running relay notices when it changes.");

    /** {@code AIRELAY_BEARER_TOKEN}: environment only. */
    public static final ConfigKey<String> BEARER_TOKEN = KEYS.key(
            KeyNames.of("security.bearer_token", "BEARER_TOKEN").outsideFile(),
            TextKind.secretMatching(
                    Pattern.compile("[\\x21-\\x7e]{1,4096}"), "1..4096 visible ASCII characters without spaces"),
            "",
            "The relay token itself, instead of a file.");

    /** {@code security.auto_generate_bearer_token}. */
    public static final ConfigKey<Boolean> AUTO_GENERATE_BEARER_TOKEN = KEYS.key(
            KeyNames.of("security.auto_generate_bearer_token", "AUTO_GENERATE_BEARER_TOKEN"),
            new BooleanKind(),
            "false",
            "Whether serve creates the relay token if it is missing, instead of stopping.");

    /** {@code security.rate_limit_per_minute}. */
    public static final ConfigKey<Integer> RATE_LIMIT_PER_MINUTE = KEYS.key(
            KeyNames.of("security.rate_limit_per_minute", "RATE_LIMIT_PER_MINUTE"),
            WholeNumberKind.ints(1, 1_000_000),
            "120",
            "Requests per minute allowed for each client address.");

    /** {@code security.rate_limit_burst}. */
    public static final ConfigKey<Integer> RATE_LIMIT_BURST = KEYS.key(
            KeyNames.of("security.rate_limit_burst", "RATE_LIMIT_BURST"),
            WholeNumberKind.ints(1, 1_000_000),
            "40",
            "Requests that a client address may send at once before the rate limit applies.");

    /** {@code security.concurrent_requests_per_ip}. */
    public static final ConfigKey<Integer> CONCURRENT_REQUESTS_PER_IP = KEYS.key(
            KeyNames.of("security.concurrent_requests_per_ip", "CONCURRENT_REQUESTS_PER_IP"),
            WholeNumberKind.ints(1, 10_000),
            "8",
            "Requests in progress allowed for each client address; a stream counts until its last byte.");

    /** {@code security.queue_places}. */
    public static final ConfigKey<Integer> QUEUE_PLACES = KEYS.key(
            KeyNames.of("security.queue_places", "QUEUE_PLACES"),
            WholeNumberKind.ints(0, 1_000),
            "128",
            "Requests of a client address that may wait for their turn; 0 refuses them at once.");

    /** {@code security.queue_seconds}. */
    public static final ConfigKey<Duration> QUEUE_TIME = KEYS.key(
            KeyNames.of("security.queue_seconds", "QUEUE_SECONDS"),
            SecondsKind.of("0.1", "300"),
            "30",
            "Longest time a request waits for its turn; one that the rate limit would delay longer is refused at once.");

    /** {@code security.failed_auth_window_seconds}. */
    public static final ConfigKey<Duration> FAILED_AUTH_WINDOW = KEYS.key(
            KeyNames.of("security.failed_auth_window_seconds", "FAILED_AUTH_WINDOW_SECONDS"),
            SecondsKind.of("1", "86400"),
            "300",
            "Time window in which wrong relay tokens are counted.");

    /** {@code security.failed_auth_max_attempts}. */
    public static final ConfigKey<Integer> FAILED_AUTH_MAX_ATTEMPTS = KEYS.key(
            KeyNames.of("security.failed_auth_max_attempts", "FAILED_AUTH_MAX_ATTEMPTS"),
            WholeNumberKind.ints(1, 10_000),
            "8",
            "Wrong relay tokens within the window that block a client address.");

    /** {@code security.failed_auth_block_seconds}. */
    public static final ConfigKey<Duration> FAILED_AUTH_BLOCK = KEYS.key(
            KeyNames.of("security.failed_auth_block_seconds", "FAILED_AUTH_BLOCK_SECONDS"),
            SecondsKind.of("1", "604800"),
            "900",
            "How long a client address stays blocked.");

    /** {@code security.trust_x_forwarded_for}. */
    public static final ConfigKey<Boolean> TRUST_X_FORWARDED_FOR = KEYS.key(
            KeyNames.of("security.trust_x_forwarded_for", "TRUST_X_FORWARDED_FOR"),
            new BooleanKind(),
            "false",
            "Whether to take the client address from X-Forwarded-For. Use it only behind a proxy that sets the header.");

    /** {@code security.trusted_proxies}. */
    public static final ConfigKey<List<String>> TRUSTED_PROXIES = KEYS.key(
            KeyNames.of("security.trusted_proxies", "TRUSTED_PROXIES"),
            new NamesKind("a list of addresses or ranges such as 10.0.0.0/8", ListenHost::isAddressOrRange),
            "127.0.0.1,::1",
            "Proxies whose X-Forwarded-For header is trusted, if it is used at all.");

    /** {@code security.allowed_hosts}. */
    public static final ConfigKey<List<String>> ALLOWED_HOSTS = KEYS.key(
            KeyNames.of("security.allowed_hosts", "ALLOWED_HOSTS"),
            NamesKind.matching(
                    Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9a-fA-F:.]+\\]"),
                    "a list of host names without ports"),
            "",
            "Additional host names that clients may use in the Host header, such as host.docker.internal.");

    /** {@code security.allowed_origins}. */
    public static final ConfigKey<List<String>> ALLOWED_ORIGINS = KEYS.key(
            KeyNames.of("security.allowed_origins", "ALLOWED_ORIGINS"),
            NamesKind.matching(
                    ORIGIN, "a list of origins such as https://chat.example, http://localhost:*, null or app://*"),
            "",
            "Origins whose pages may call the relay, in a browser or a desktop app.");

    /** In the order of the file's section. */
    static final List<ConfigKey<?>> ALL = KEYS.all();

    private SecurityKeys() {}
}
