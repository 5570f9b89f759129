package dev.airelay.cli.connect;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds programs as a shell does. */
public final class Programs {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private Programs() {}

    /** Returns the executable file that a command names; empty if there is none on the PATH. */
    public static Optional<Path> find(String command, Map<String, String> environment, Path workingDirectory) {
        List<String> names = names(command, environment);
        if (command.contains("/") || command.contains(File.separator)) {
            return executable(workingDirectory.toString(), names);
        }
        return SEPARATOR
                .splitAsStream(value(environment, "PATH"))
                // Windows knows quotes around a directory, which are part of no name there.
                .map(directory -> File.separatorChar == '\\' ? directory.replace("\"", "") : directory)
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> executable(directory, names).stream())
                .findFirst();
    }

    /** Windows starts a command whose name has one of its list of extensions, or has it added; elsewhere there are none. */
    private static List<String> names(String command, Map<String, String> environment) {
        List<String> names = new ArrayList<>();
        List<String> extensions = SEMICOLON
                .splitAsStream(value(environment, "PATHEXT"))
                .filter(extension -> !extension.isBlank())
                .toList();
        String lower = command.toLowerCase(Locale.ROOT);
        if (extensions.isEmpty()
                || extensions.stream().anyMatch(extension -> lower.endsWith(extension.toLowerCase(Locale.ROOT)))) {
            names.add(command);
        }
        extensions.forEach(extension -> names.add(command + extension));
        return names;
    }

    /** Windows ignores the case of a variable's name, and calls this one Path. */
    private static String value(Map<String, String> environment, String name) {
        String exact = environment.get(name);
        return exact != null
                ? exact
                : environment.entrySet().stream()
                        .filter(variable -> variable.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
    }

    private static Optional<Path> executable(String directory, List<String> names) {
        return names.stream()
                .flatMap(name -> file(directory, name).stream())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Optional<Path> file(String directory, String name) {
        try {
            return Optional.of(Path.of(directory).resolve(name));
        } catch (InvalidPathException odd) {
            return Optional.empty();
        }
    }
}
