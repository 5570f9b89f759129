package dev.airelay.config;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the configuration file of {@code init}. Accesses the file system and may block. */
public final class ConfigFile {
    private static final int MAX_BACKUPS = 1_000;

    private ConfigFile() {}

    /**
     * The result of writing the file.
     *
     * @param file the configuration file
     * @param created false if it existed and was not changed
     * @param backup the previous content, if it was replaced
     */
    public record Outcome(Path file, boolean created, Optional<Path> backup) {}

    /**
     * Creates the file where {@link ConfigLoader#locate} puts it, private to its owner and atomically. It contains every key
     * with a comment; those given as flags are set, all others are commented out with their defaults. Values from the
     * environment are not written.
     *
     * @param force whether an existing file is replaced; its content is saved beside it
     * @throws ConfigException if a flag is invalid or the file cannot be written
     */
    public static Outcome write(ConfigSources sources, boolean force) {
        Path file = ConfigLoader.locate(sources).file();
        byte[] content = ConfigTemplate.render(sources).getBytes(StandardCharsets.UTF_8);
        try {
            if (PrivateFiles.create(file, content)) {
                return new Outcome(file, true, Optional.empty());
            }
            if (!force) {
                return new Outcome(file, false, Optional.empty());
            }
            Path backup = backUp(file);
            PrivateFiles.replace(file, content);
            return new Outcome(file, true, Optional.of(backup));
        } catch (IOException failed) {
            throw new ConfigException(
                    List.of(ConfigProblem.of(
                            PathBase.display(file, sources.home()),
                            "cannot be written: " + FileFailures.words(failed))),
                    failed);
        }
    }

    private static Path backUp(Path file) throws IOException {
        byte[] old = RegularFiles.read(file, ConfigFileReader.MAX_BYTES);
        for (int number = 1; number <= MAX_BACKUPS; number++) {
            Path backup = file.resolveSibling(file.getFileName() + ".bak" + (number == 1 ? "" : "-" + number));
            if (PrivateFiles.create(backup, old)) {
                return backup;
            }
        }
        throw new IOException("it already has " + MAX_BACKUPS + " backups beside it; delete some");
    }
}
