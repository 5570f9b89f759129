package dev.airelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the listener besides its address: part of the table of {@link ConfigKeys}. */
public final class ServerKeys {
    private static final KeyTable KEYS = new KeyTable();

    /** {@code server.max_body_bytes}. */
    public static final ConfigKey<Long> MAX_BODY_BYTES = KEYS.key(
            KeyNames.of("server.max_body_bytes", "MAX_BODY_BYTES"),
            WholeNumberKind.longs(1_024, 1_073_741_824),
            "67108864",
            "Maximum size of a request body in bytes; a larger one gets 413. Uploads have their own limits.");

    /** {@code server.max_buffered_bytes}. */
    public static final ConfigKey<Long> MAX_BUFFERED_BYTES = KEYS.key(
            KeyNames.of("server.max_buffered_bytes", "MAX_BUFFERED_BYTES"),
            WholeNumberKind.longs(1_048_576, 1L << 36),
            "1073741824",
            "Bytes that all requests and responses in progress may hold, at most a quarter of the heap; more get 503.");

    /** {@code server.max_request_line_bytes}. */
    public static final ConfigKey<Integer> MAX_REQUEST_LINE_BYTES = KEYS.key(
            KeyNames.of("server.max_request_line_bytes", "MAX_REQUEST_LINE_BYTES"),
            WholeNumberKind.ints(512, 1_048_576),
            "8192",
            "Maximum length of a request line in bytes; a longer one gets 414.");

    /** {@code server.max_header_bytes}. */
    public static final ConfigKey<Integer> MAX_HEADER_BYTES = KEYS.key(
            KeyNames.of("server.max_header_bytes", "MAX_HEADER_BYTES"),
            WholeNumberKind.ints(1_024, 1_048_576),
            "65536",
            "Maximum total size of a request's headers in bytes; larger ones get 431.");

    /** {@code server.max_connections}. */
    public static final ConfigKey<Integer> MAX_CONNECTIONS = KEYS.key(
            KeyNames.of("server.max_connections", "MAX_CONNECTIONS"),
            WholeNumberKind.ints(1, 100_000),
            "1024",
            "Maximum number of open client connections; further ones get 503 and are closed.");

    /** {@code server.header_timeout_seconds}. */
    public static final ConfigKey<Duration> HEADER_TIMEOUT = KEYS.key(
            KeyNames.of("server.header_timeout_seconds", "HEADER_TIMEOUT_SECONDS"),
            SecondsKind.of("0.1", "3600"),
            "10",
            "Time limit for request headers, and for the TLS handshake; then the relay answers 408 or closes the connection.");

    /** {@code server.body_idle_seconds}. */
    public static final ConfigKey<Duration> BODY_IDLE = KEYS.key(
            KeyNames.of("server.body_idle_seconds", "BODY_IDLE_SECONDS"),
            SecondsKind.of("0.1", "3600"),
            "30",
            "How long a client may send nothing in the middle of a request body. After it the relay answers 408.");

    /** {@code server.body_timeout_seconds}. */
    public static final ConfigKey<Duration> BODY_TIMEOUT = KEYS.key(
            KeyNames.of("server.body_timeout_seconds", "BODY_TIMEOUT_SECONDS"),
            SecondsKind.of("0.1", "86400"),
            "600",
            "Time limit for receiving a whole request body. After it the relay answers 408.");

    /** {@code server.keep_alive_seconds}. */
    public static final ConfigKey<Duration> KEEP_ALIVE = KEYS.key(
            KeyNames.of("server.keep_alive_seconds", "KEEP_ALIVE_SECONDS"),
            SecondsKind.of("0.1", "86400"),
            "120",
            "How long an idle connection stays open.");

    /** {@code server.send_timeout_seconds}. */
    public static final ConfigKey<Duration> SEND_TIMEOUT = KEYS.key(
            KeyNames.of("server.send_timeout_seconds", "SEND_TIMEOUT_SECONDS"),
            SecondsKind.of("0.1", "86400"),
            "120",
            "How long the relay waits for a client that has stopped reading before it closes the connection.");

    /** {@code server.memory_wait_seconds}. */
    public static final ConfigKey<Duration> MEMORY_WAIT = KEYS.key(
            KeyNames.of("server.memory_wait_seconds", "MEMORY_WAIT_SECONDS"),
            SecondsKind.of("0.1", "3600"),
            "30",
            "How long a response waits for memory that other requests hold. After that it ends with out_of_memory.");

    /** {@code server.heartbeat_seconds}. */
    public static final ConfigKey<Duration> HEARTBEAT = KEYS.key(
            KeyNames.of("server.heartbeat_seconds", "HEARTBEAT_SECONDS"),
            SecondsKind.of("0", "3600"),
            "15",
            "How long an event stream may be silent before the relay sends a comment to keep it alive; 0 turns this off.");

    /** {@code server.shutdown_seconds}. */
    public static final ConfigKey<Duration> SHUTDOWN = KEYS.key(
            KeyNames.of("server.shutdown_seconds", "SHUTDOWN_SECONDS"),
            SecondsKind.of("0", "3600"),
            "30",
            "How long requests in progress may continue after the relay receives a signal to stop; 0 ends them at once.");

    /** {@code server.tls_certificate_file}. */
    public static final ConfigKey<Optional<Path>> TLS_CERTIFICATE_FILE = KEYS.key(
            KeyNames.of("server.tls_certificate_file", "TLS_CERTIFICATE_FILE"),
            new OptionalPathKind(),
            "none",
            "PEM file with the relay's certificate and its chain. With it, the relay serves HTTPS only.");

    /** {@code server.tls_private_key_file}. */
    public static final ConfigKey<Optional<Path>> TLS_PRIVATE_KEY_FILE = KEYS.key(
            KeyNames.of("server.tls_private_key_file", "TLS_PRIVATE_KEY_FILE"),
            new OptionalPathKind(),
            "none",
            "PEM file with the certificate's private key, in PKCS#8 format without a password.");

    /** In the order of the file's section. */
    static final List<ConfigKey<?>> ALL = KEYS.all();

    private ServerKeys() {}
}
