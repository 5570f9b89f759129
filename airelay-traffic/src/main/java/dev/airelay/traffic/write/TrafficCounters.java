package dev.airelay.traffic.write;

/**
 * The numbers of records written, dropped and lost so far. After closing, all accepted ones are written or failed.
 *
 * @param taken accepted into the queue
 * @param written to a file, at least to the operating system
 * @param dropped because the queue was full or the log closed
 * @param failed to be written, because of the disk
 */
public record TrafficCounters(long taken, long written, long dropped, long failed) {}
