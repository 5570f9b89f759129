package dev.airelay.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resources that this process holds while it is idle: relay, emulator and clients together.
 *
 * @param heapBytes used after a collection
 * @param directBytes of Netty's buffers
 * @param handles open files and sockets; 0 where the system does not list them
 * @param threads live threads
 */
record SoakFigures(long heapBytes, long directBytes, long handles, long threads) {
    private static final Path HANDLES = Path.of("/proc/self/fd");
    private static final int MEGABYTE = 1 << 20;

    static SoakFigures now() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new SoakFigures(
                runtime.totalMemory() - runtime.freeMemory(),
                ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory(),
                countHandles(),
                Thread.getAllStackTraces().size());
    }

    private static long countHandles() {
        if (!Files.isDirectory(HANDLES)) {
            return 0;
        }
        try (Stream<Path> handles = Files.list(HANDLES)) {
            return handles.count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The row of a table. */
    String row(String name) {
        return "| %s | %.1f | %.1f | %d | %d |"
                .formatted(name, (double) heapBytes / MEGABYTE, (double) directBytes / MEGABYTE, handles, threads);
    }
}
