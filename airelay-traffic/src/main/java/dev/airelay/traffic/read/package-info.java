/**
 * Reading the traffic log, compressed files included, while a relay may be writing to it.
 *
 * <p>Reads block on the caller's thread. {@link dev.airelay.traffic.read.LogReader} is safe for concurrent use; a {@link
 * dev.airelay.traffic.read.LogFollower} is for one thread and does nothing between two polls.
 *
 * <p>Read first: {@link dev.airelay.traffic.read.LogReader}, {@link dev.airelay.traffic.read.LogFollower} and {@link
 * dev.airelay.traffic.read.LogEntry}.
 *
 * <p>Truncated lines and lines that exceed the limit are skipped.
 */
package dev.airelay.traffic.read;
