package dev.airelay.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories against which {@code ~} and relative paths are resolved.
 *
 * @param home the user's home directory
 * @param directory the start of a relative path: the file's own directory for a value in the configuration file, the working
 *     directory for flags and the environment
 */
record PathBase(Path home, Path directory) {

    /** The absolute, normalized path; empty for empty text, {@code ~name} and text that the file system rejects. */
    Optional<Path> resolve(String text) {
        try {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!text.startsWith("~")) {
                return Optional.of(directory.resolve(text).toAbsolutePath().normalize());
            }
            if (text.length() == 1) {
                return Optional.of(home);
            }
            return text.charAt(1) == '/' || text.charAt(1) == '\\'
                    ? Optional.of(home.resolve(text.substring(2)).normalize())
                    : Optional.empty();
        } catch (InvalidPathException refused) {
            return Optional.empty();
        }
    }

    /** The path as shown to users: with {@code ~} for the home directory and forward slashes after it. */
    static String display(Path path, Path home) {
        if (!path.startsWith(home) || path.equals(home)) {
            return path.toString();
        }
        return "~/" + home.relativize(path).toString().replace('\\', '/');
    }
}
