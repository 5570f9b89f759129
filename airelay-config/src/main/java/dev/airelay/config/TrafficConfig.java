package dev.airelay.config;

/**
 * The traffic log. Where it lies is {@link RelayConfig.Paths#logsDir()}. Ranges are those of {@link ConfigKeys}.
 *
 * @param bodies how much of bodies is logged
 * @param maxLoggedBytes largest body of which more than the size is logged
 * @param maxFileBytes largest file
 * @param retention when files go
 */
public record TrafficConfig(LoggedBodies bodies, int maxLoggedBytes, long maxFileBytes, Retention retention) {
    /** Checks the ranges. */
    public TrafficConfig {
        TrafficKeys.MAX_LOGGED_BYTES.require(maxLoggedBytes);
        TrafficKeys.MAX_FILE_BYTES.require(maxFileBytes);
    }

    /**
     * When files go.
     *
     * @param days after which a file is deleted
     * @param maxTotalBytes all files together
     */
    public record Retention(int days, long maxTotalBytes) {
        /** Checks the ranges. */
        public Retention {
            TrafficKeys.RETENTION_DAYS.require(days);
            TrafficKeys.MAX_LOG_BYTES.require(maxTotalBytes);
        }
    }

    static TrafficConfig of(ConfigResolver from) {
        return new TrafficConfig(
                from.get(TrafficKeys.BODIES),
                from.get(TrafficKeys.MAX_LOGGED_BYTES),
                from.get(TrafficKeys.MAX_FILE_BYTES),
                new Retention(from.get(TrafficKeys.RETENTION_DAYS), from.get(TrafficKeys.MAX_LOG_BYTES)));
    }
}
