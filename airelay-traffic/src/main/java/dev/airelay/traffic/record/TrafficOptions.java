package dev.airelay.traffic.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The options of the traffic log. The constructors check the ranges and throw IllegalArgumentException naming the option.
 *
 * @param directory the root of the files {@code YYYY/MM/DD-HH.log}
 * @param bodies how much of a body is logged
 * @param queue limits of the records that wait to be written
 * @param files limits of the sizes of files and bodies
 * @param retention when old files are deleted
 */
public record TrafficOptions(Path directory, BodyLevel bodies, Queue queue, Files files, Retention retention) {

    /**
     * The limits of the records that wait to be written; more are dropped and counted.
     *
     * @param records maximum number, 16 to 1,000,000
     * @param bytes approximate maximum memory, from 64 KiB
     * @param closeTimeout time limit for writing waiting records when the log is closed
     */
    public record Queue(int records, long bytes, Duration closeTimeout) {
        /** Checks the ranges. */
        public Queue {
            require("queue.records", records, 16, 1_000_000);
            require("queue.bytes", bytes, 65_536, Long.MAX_VALUE);
            require("queue.closeTimeout in ms", closeTimeout.toMillis(), 1, 600_000);
        }
    }

    /**
     * The limits of the sizes of files and bodies.
     *
     * @param maxFileBytes a file that reaches it is renamed, and the hour continues in a new one, from 4 KiB
     * @param maxBodyBytes a larger body or stream event is only summarized, 1 KiB to 64 MiB
     */
    public record Files(long maxFileBytes, int maxBodyBytes) {
        /** Checks the ranges. */
        public Files {
            require("files.maxFileBytes", maxFileBytes, 4_096, Long.MAX_VALUE);
            require("files.maxBodyBytes", maxBodyBytes, 1_024, 67_108_864);
        }
    }

    /**
     * When old files are deleted. The file being written is never deleted.
     *
     * @param days files older than this many days are deleted, 1 to 36,500
     * @param maxTotalBytes beyond this total the oldest are deleted, from 64 KiB
     */
    public record Retention(int days, long maxTotalBytes) {
        /** Checks the ranges. */
        public Retention {
            require("retention.days", days, 1, 36_500);
            require("retention.maxTotalBytes", maxTotalBytes, 65_536, Long.MAX_VALUE);
        }
    }

    /** Summaries of bodies, 64 MiB a file, 14 days and 1 GiB in all. */
    public static TrafficOptions in(Path directory) {
        return new TrafficOptions(
                directory,
                BodyLevel.SUMMARY,
                new Queue(8_192, 32L << 20, Duration.ofSeconds(5)),
                new Files(64L << 20, 1 << 20),
                new Retention(14, 1L << 30));
    }

    /** The same options with another level of logged bodies. */
    public TrafficOptions withBodies(BodyLevel level) {
        return new TrafficOptions(directory, level, queue, files, retention);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + value);
        }
    }
}
