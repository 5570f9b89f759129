package dev.airelay.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The path of the configuration file and its origin.
 *
 * @param file absolute; it need not exist
 * @param namedBy the flag or environment variable that names it; empty for the default path
 */
public record ConfigLocation(Path file, Optional<String> namedBy) {}
