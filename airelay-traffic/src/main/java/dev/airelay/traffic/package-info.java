/**
 * The traffic log: what went through the relay, redacted, in hourly JSONL files. Callers hand over immutable records and
 * go on; one thread redacts and writes. A disk that is full or read-only costs records, never requests.
 *
 * <p>Read first: {@link dev.airelay.traffic.TrafficLog}, {@link dev.airelay.traffic.TrafficRecord} and
 * {@link dev.airelay.traffic.LogReader}.
 *
 * <pre>{@code
 * SecretValues secrets = new SecretValues();
 * secrets.add("the relay token");
 * try (TrafficLog log = TrafficLog.start(TrafficOptions.in(directory), secrets, InstantSource.system())) {
 *     log.record(new SecurityRecord.Event("req_1", "token_rotated", "relay token rotated"));
 * }
 * }</pre>
 */
package dev.airelay.traffic;
