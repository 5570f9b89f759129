package dev.airelay.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a {@link FaultyFileSystem}, and the losses of a power cut: bytes that were written and not forced.
 */
public final class Faults {
    private final Map<Path, Long> forcedSizes = new ConcurrentHashMap<>();
    private volatile @Nullable String refusal;
    private int steps;
    private int crashAt;
    private boolean crashed;

    /** From the n-th changing step on, counted from 1, nothing works any more. What was written before is safe. */
    void crashAt(int step) {
        forcedSizes.clear();
        steps = 0;
        crashAt = step;
    }

    /** From now on changing steps fail for this reason, as the system words it. */
    void refuseChanges(String reason) {
        refusal = reason;
    }

    void allowChanges() {
        refusal = null;
    }

    boolean hasCrashed() {
        return crashed;
    }

    /** Called before every step. Whether this very step is cut off in the middle. */
    boolean step(Path real, boolean changing) throws IOException {
        if (crashed) {
            throw new IOException("crashed before");
        }
        if (changing && refusal != null) {
            throw new FileSystemException(real.toString(), null, refusal);
        }
        if (changing && ++steps == crashAt) {
            crashed = true;
            return true;
        }
        return false;
    }

    void stepOrCrash(Path real, boolean changing) throws IOException {
        if (step(real, changing)) {
            throw new IOException("crashed");
        }
    }

    void opened(Path real, long size) {
        forcedSizes.putIfAbsent(real, size);
    }

    void forced(Path real, long size) {
        forcedSizes.put(real, size);
    }

    void moved(Path from, Path to) {
        Long size = forcedSizes.remove(from);
        if (size != null) {
            forcedSizes.put(to, size);
        }
    }

    void truncated(Path real, long size) {
        forcedSizes.computeIfPresent(real, (path, forced) -> Math.min(forced, size));
    }

    /** Takes some of the bytes that were never forced. */
    void cutPower(Random random) throws IOException {
        for (Map.Entry<Path, Long> file : forcedSizes.entrySet()) {
            if (Files.isRegularFile(file.getKey())) {
                long lost = Files.size(file.getKey()) - file.getValue();
                try (FileChannel channel = FileChannel.open(file.getKey(), StandardOpenOption.WRITE)) {
                    if (lost > 0) {
                        channel.truncate(file.getValue() + random.nextLong(lost + 1));
                    }
                }
            }
        }
    }
}
