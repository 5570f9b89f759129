/**
 * The records of the traffic log and their form as lines of JSON.
 *
 * <p>Records are immutable; callers create them on any thread, a {@link dev.airelay.traffic.record.StreamTap} on the event
 * loop of its stream. They become lines, redacted, on the log's own thread, and the types for that are for this one thread.
 *
 * <p>Read first: {@link dev.airelay.traffic.record.TrafficRecord}, {@link dev.airelay.traffic.record.ClientRecord} and
 * {@link dev.airelay.traffic.record.RecordFields}, the one table of field names.
 *
 * <p>A field whose value is null is omitted from the line. A record has no reference to a connection.
 */
package dev.airelay.traffic.record;
