package dev.airelay.store.frame;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The version of everything in the store's directory, kept in the file {@code format}. The only place where older
 * directories are migrated: one step per version, each of which may be repeated after a crash.
 */
public final class StoreFormat {
    private static final String FILE = "format";
    private static final int MAX_BYTES = 64;

    /** Migrates a directory from one version to the next. */
    @FunctionalInterface
    private interface Migration {
        void migrate(Path directory) throws IOException;
    }

    /** Element n migrates version n + 1 to n + 2. Version 1 is the first, so there is none yet. */
    private static final List<Migration> MIGRATIONS = List.of();

    static final int VERSION = MIGRATIONS.size() + 1;

    private StoreFormat() {}

    /**
     * Migrates the directory to the present version, or marks a new one.
     *
     * @throws StoreException when the directory is of a newer version; nothing is changed then
     */
    public static void prepare(Path directory, Staging staging) throws IOException {
        int found = read(directory.resolve(FILE));
        if (found > VERSION) {
            throw new StoreException(
                    StoreFailure.NEWER_FORMAT,
                    "the stored data has format " + found + ", and this version of AIRelay supports formats up to "
                            + VERSION + ". Use a newer AIRelay or another data directory");
        }
        for (int version = found; version < VERSION; version++) {
            if (version > 0) {
                MIGRATIONS.get(version - 1).migrate(directory);
            }
            byte[] next = ((version + 1) + "\n").getBytes(StandardCharsets.US_ASCII);
            staging.replace(directory.resolve(FILE), List.of(ByteBuffer.wrap(next)));
        }
    }

    /** The version; 0 when the directory is new. */
    private static int read(Path file) throws IOException {
        try {
            return Integer.parseInt(new String(RegularFiles.read(file, MAX_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException isNew) {
            return 0;
        } catch (NumberFormatException damaged) {
            throw new StoreException(
                    StoreFailure.DISK,
                    "the file '" + FILE
                            + "' does not contain a format number. Restore it or use another data directory",
                    damaged);
        }
    }
}
