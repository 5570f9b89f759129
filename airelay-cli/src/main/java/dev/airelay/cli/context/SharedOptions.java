package dev.airelay.cli.context;

import dev.airelay.cli.text.ShellText;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options every command takes, before or after its name. Their values are checked with the rest of the settings. */
public final class SharedOptions {
    @Option(
            names = "--config",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = {"Configuration file (default:", "~/.config/airelay/config.toml)."})
    private @Nullable String config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Directory for everything that the relay stores (default: ~/.airelay).")
    private @Nullable String dataDir;

    @Option(
            names = "--logs-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Directory for the logs (default: logs in the data directory).")
    private @Nullable String logsDir;

    @Option(
            names = "--auth-storage",
            paramLabel = "WHERE",
            completionCandidates = Places.class,
            scope = ScopeType.INHERIT,
            description = "Where the ChatGPT session is stored: auto, file or keyring.")
    private @Nullable String authStorage;

    @Option(
            names = "--bearer-token-file",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "File that contains the relay token (default: relay-token in the data directory).")
    private @Nullable String bearerTokenFile;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace if the command fails.")
    private boolean debug;

    /** The places where a session can be stored. */
    public static final class Places implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("auto", "file", "keyring").iterator();
        }
    }

    /** Returns whether an option, not joined to its value, takes the next argument. */
    public static boolean takesValue(String option) {
        return switch (option) {
            case "--config", "--data-dir", "--logs-dir", "--auth-storage", "--bearer-token-file" -> true;
            default -> false;
        };
    }

    /** Sets an option without a value; false when there is none of this name. */
    public boolean set(String option) {
        if (!option.equals("--debug")) {
            return false;
        }
        debug = true;
        return true;
    }

    /** Sets an option to a value; false when there is none of this name that takes one. */
    public boolean set(String option, String value) {
        switch (option) {
            case "--config" -> config = value;
            case "--data-dir" -> dataDir = value;
            case "--logs-dir" -> logsDir = value;
            case "--auth-storage" -> authStorage = value;
            case "--bearer-token-file" -> bearerTokenFile = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    public boolean debug() {
        return debug;
    }

    /** The values given, by the name of the setting. */
    public Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, ConfigSources.CONFIG_FLAG, config);
        put(flags, ConfigKeys.DATA_DIR.name(), dataDir);
        put(flags, ConfigKeys.LOGS_DIR.name(), logsDir);
        put(flags, ConfigKeys.AUTH_STORAGE.name(), authStorage);
        put(flags, ConfigKeys.BEARER_TOKEN_FILE.name(), bearerTokenFile);
        return flags;
    }

    /** The options as given, to be appended to a command that shall see the same settings; begins with a space. */
    public String asTyped() {
        Map<String, String> typed = new LinkedHashMap<>();
        put(typed, "--config", config);
        put(typed, "--data-dir", dataDir);
        put(typed, "--logs-dir", logsDir);
        put(typed, "--auth-storage", authStorage);
        put(typed, "--bearer-token-file", bearerTokenFile);
        return typed.entrySet().stream()
                .map(option -> " " + option.getKey() + " " + ShellText.word(option.getValue()))
                .collect(Collectors.joining());
    }

    /**
     * The options as given, one word each, for a process with another working directory.
     *
     * @param absolute makes a path absolute
     */
    public List<String> asWords(UnaryOperator<Path> absolute) {
        Map<String, String> paths = new LinkedHashMap<>();
        put(paths, "--config", config);
        put(paths, "--data-dir", dataDir);
        put(paths, "--logs-dir", logsDir);
        put(paths, "--bearer-token-file", bearerTokenFile);
        List<String> words = new ArrayList<>();
        paths.forEach((option, path) -> words.addAll(List.of(
                option,
                path.startsWith("~") ? path : absolute.apply(Path.of(path)).toString())));
        if (authStorage != null) {
            words.addAll(List.of("--auth-storage", authStorage));
        }
        return words;
    }

    /**
     * Adds an option that was given.
     *
     * @param name of the option or its setting
     * @param value null when the option was not given
     * @throws CommandFailure when the value is empty, which no setting may be
     */
    public static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "The value of " + name + " must not be empty. Leave the option out, or give one.",
                    null);
        }
        if (value != null) {
            values.put(name, value);
        }
    }
}
