package dev.airelay.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the configuration file is and who said so.
 *
 * @param file absolute; it need not exist
 * @param namedBy the flag or environment variable that names it; empty for the default place
 */
public record ConfigLocation(Path file, Optional<String> namedBy) {}
