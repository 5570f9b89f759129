package dev.airelay.cli.connect;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds programs as a shell does. */
public final class Programs {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Programs() {}

    /** Returns the executable file that a command names; empty if there is none on the PATH. */
    public static Optional<Path> find(String command, Map<String, String> environment, Path workingDirectory) {
        if (command.contains("/") || command.contains(File.separator)) {
            return executable(workingDirectory, command);
        }
        for (String directory :
                SEPARATOR.splitAsStream(environment.getOrDefault("PATH", "")).toList()) {
            for (String extension : extensions(environment)) {
                Optional<Path> found =
                        directory.isEmpty() ? Optional.empty() : executable(Path.of(directory), command + extension);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Windows starts a command of its list of extensions only; elsewhere there are none. */
    private static List<String> extensions(Map<String, String> environment) {
        String known = environment.getOrDefault("PATHEXT", "");
        return known.isEmpty() ? List.of("") : List.of(known.split(";", -1));
    }

    private static Optional<Path> executable(Path directory, String name) {
        try {
            Path file = directory.resolve(name);
            return Files.isRegularFile(file) && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException odd) {
            return Optional.empty();
        }
    }
}
