package dev.airelay.traffic.record;

/**
 * Phase {@code traffic_log_gap}: the log reports lost records.
 *
 * @param dropped records that found the queue full, since the last notice
 * @param failed records that could not be written, since the last notice
 */
public record LogNotice(long dropped, long failed) implements TrafficRecord {
    @Override
    public String requestId() {
        return "traffic-log";
    }
}
