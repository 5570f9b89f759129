package dev.airelay.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * All sources of settings, provided by the launcher.
 *
 * <p>Its text form omits the values, because one of the variables is a secret.
 *
 * @param environment the process environment; an empty variable counts as not set
 * @param flags values given on the command line, by the name of the key, e.g. {@code server.port}, or {@link #CONFIG_FLAG}
 * @param home the directory that {@code ~} stands for
 * @param workingDirectory the start of a relative path in a flag or variable
 */
public record ConfigSources(
        Map<String, String> environment, Map<String, String> flags, Path home, Path workingDirectory) {
    /** The name under which {@link #flags()} holds the path of the configuration file. */
    public static final String CONFIG_FLAG = "config";

    /**
     * Copies the maps and makes the paths absolute.
     *
     * @throws IllegalArgumentException if a flag is not named by a key
     */
    public ConfigSources {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
        home = home.toAbsolutePath().normalize();
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
        for (String name : flags.keySet()) {
            if (!name.equals(CONFIG_FLAG)
                    && ConfigKeys.all().stream().noneMatch(key -> key.name().equals(name))) {
                throw new IllegalArgumentException("flags must be named by a key such as server.port, was " + name);
            }
        }
    }

    /** Sources whose relative paths start from the home directory. */
    public static ConfigSources of(Map<String, String> environment, Map<String, String> flags, Path home) {
        return new ConfigSources(environment, flags, home, home);
    }

    /**
     * Returns the user's home directory: {@code HOME} if it is set, otherwise the one of the user database, as in Java's
     * {@code user.home}.
     */
    public static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    PathBase pathBase() {
        return new PathBase(home, workingDirectory);
    }

    @Override
    public String toString() {
        return "ConfigSources[environment=" + environment.size() + " variables, flags=" + flags.keySet() + ", home="
                + home + ", workingDirectory=" + workingDirectory + "]";
    }
}
