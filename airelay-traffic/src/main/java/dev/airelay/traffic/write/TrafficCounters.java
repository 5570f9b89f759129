package dev.airelay.traffic.write;

/**
 * How many records were written, dropped and lost so far. After closing, those taken are those written and failed.
 *
 * @param taken into the queue
 * @param written to a file, and with the operating system
 * @param dropped because the queue was full or the log closed
 * @param failed to be written, because of the disk
 */
public record TrafficCounters(long taken, long written, long dropped, long failed) {}
