package dev.airelay.cli.connect;

import java.nio.file.Path;
import java.util.List;

/**
 * The required contents of one of a client's files.
 *
 * @param holdsToken whether the relay token itself is among the values
 */
public record FileSettings(Path file, FileFormat format, List<Setting> settings, boolean holdsToken) {
    public FileSettings {
        settings = List.copyOf(settings);
    }

    FileSettings(Path file, FileFormat format, List<Setting> settings) {
        this(file, format, settings, false);
    }
}
