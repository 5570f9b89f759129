/**
 * The running traffic log: a bounded queue, one writer, hourly files, compression and retention.
 *
 * <p>Callers put immutable records into the queue and never wait. One thread, {@code airelay-traffic-log}, redacts, writes,
 * compresses and removes. A disk that is full or read-only costs records, never requests.
 *
 * <p>Read first: {@link dev.airelay.traffic.write.TrafficLog}, {@link dev.airelay.traffic.write.TrafficQueue} and {@link
 * dev.airelay.traffic.write.Upkeep}.
 *
 * <pre>{@code
 * SecretValues secrets = new SecretValues();
 * secrets.add("the relay token");
 * try (TrafficLog log = TrafficLog.start(TrafficOptions.in(directory), secrets, InstantSource.system())) {
 *     log.record(new SecurityRecord.Event("req_1", "token_rotated", "relay token rotated"));
 * }
 * }</pre>
 *
 * <p>If the queue is full, a record is dropped and counted, and the log reports the loss.
 */
package dev.airelay.traffic.write;
