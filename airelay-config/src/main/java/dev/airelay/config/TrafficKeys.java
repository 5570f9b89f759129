package dev.airelay.config;

import java.util.List;

/** The settings of the traffic log; a part of {@link ConfigKeys}. */
final class TrafficKeys {
    private static final KeyTable KEYS = new KeyTable();

    /** {@code traffic.bodies}. */
    static final ConfigKey<LoggedBodies> BODIES = KEYS.key(
            KeyNames.of("traffic.bodies", "TRAFFIC_BODIES"),
            ChoiceKind.of(LoggedBodies.class, LoggedBodies::wireName),
            "summary",
            "How much of each body is logged: nothing, its type, size and hash, or its text without secrets.");

    /** {@code traffic.max_logged_bytes}. */
    static final ConfigKey<Integer> MAX_LOGGED_BYTES = KEYS.key(
            KeyNames.of("traffic.max_logged_bytes", "TRAFFIC_MAX_LOGGED_BYTES"),
            WholeNumberKind.ints(1_024, 67_108_864),
            "1048576",
            "Bodies and stream events larger than this many bytes are logged by size only.");

    /** {@code traffic.max_file_bytes}. */
    static final ConfigKey<Long> MAX_FILE_BYTES = KEYS.key(
            KeyNames.of("traffic.max_file_bytes", "TRAFFIC_MAX_FILE_BYTES"),
            WholeNumberKind.longs(4_096, 1L << 40),
            "67108864",
            "Size in bytes at which an hour's log continues in a new file.");

    /** {@code traffic.retention_days}. */
    static final ConfigKey<Integer> RETENTION_DAYS = KEYS.key(
            KeyNames.of("traffic.retention_days", "TRAFFIC_RETENTION_DAYS"),
            WholeNumberKind.ints(1, 36_500),
            "14",
            "Number of days after which a log file is deleted.");

    /** {@code traffic.max_log_bytes}. */
    static final ConfigKey<Long> MAX_LOG_BYTES = KEYS.key(
            KeyNames.of("traffic.max_log_bytes", "TRAFFIC_MAX_LOG_BYTES"),
            WholeNumberKind.longs(65_536, 1L << 40),
            "1073741824",
            "Maximum total size of all log files in bytes; the oldest are deleted first.");

    /** In the order of the file's section. */
    static final List<ConfigKey<?>> ALL = KEYS.all();

    private TrafficKeys() {}
}
