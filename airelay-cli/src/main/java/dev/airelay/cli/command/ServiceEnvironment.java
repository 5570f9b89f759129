package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigLocation;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.Inheritable;
import dev.airelay.config.RelayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables of this process that a background service needs in order to see the same settings. A service manager starts
 * its services with an environment and a working directory of its own.
 *
 * @param variables the variables, with absolute paths
 * @param secrets the names of those that contain a secret, which does not belong into the description of a service
 */
record ServiceEnvironment(Map<String, String> variables, List<String> secrets) {
    private static final String JAVA_HOME = "JAVA_HOME";
    private static final List<String> OF_LAUNCHER = List.of("AIRELAY_ARCHIVE", "AIRELAY_JAVA_OPTS", JAVA_HOME);
    private static final List<String> PROXIES = List.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY");
    private static final List<String> CERTIFICATES = List.of("CODEX_CA_CERTIFICATE", "SSL_CERT_FILE");

    static ServiceEnvironment of(CommandContext context, RelayState state) {
        Selection selection = new Selection(context.sources());
        for (ConfigKey<?> key : ConfigKeys.all()) {
            String value = path(state.config(), key).map(Path::toString).orElse("");
            selection.add(key.environmentName(), value);
            key.legacyEnvironmentName().ifPresent(name -> selection.add(name, value));
        }
        ConfigLocation file = ConfigLoader.locate(context.sources());
        file.namedBy().ifPresent(name -> selection.add(name, file.file().toString()));
        PROXIES.forEach(name -> {
            selection.add(name, "");
            selection.add(name.toLowerCase(Locale.ROOT), "");
        });
        CERTIFICATES.forEach(selection::addPath);
        OF_LAUNCHER.forEach(name -> selection.add(name, ""));
        foundJava(context).ifPresent(home -> selection.variables.putIfAbsent(JAVA_HOME, home.toString()));
        return new ServiceEnvironment(selection.variables, selection.secrets);
    }

    /** The file or directory that a setting names. */
    private static Optional<Path> path(RelayConfig config, ConfigKey<?> key) {
        Object value = config.get(key);
        Object inner = value instanceof Inheritable<?> inheritable ? inheritable.value() : value;
        Object found = inner instanceof Optional<?> optional ? optional.orElse(null) : inner;
        return found instanceof Path path ? Optional.of(path) : Optional.empty();
    }

    /** The Java that the launcher found, maybe on a PATH that the service does not have; none for the package's own. */
    private static Optional<Path> foundJava(CommandContext context) {
        String launcher = context.sources().environment().getOrDefault("AIRELAY_LAUNCHER", "");
        if (launcher.isBlank()) {
            return Optional.empty();
        }
        Path java = Path.of(System.getProperty("java.home"));
        try {
            Path place = context.absolute(Path.of(launcher)).toRealPath().resolve("../..");
            return java.toRealPath().startsWith(place.toRealPath()) ? Optional.empty() : Optional.of(java);
        } catch (IOException unknown) {
            return Optional.of(java);
        }
    }

    /** Takes variables over that are set. */
    private static final class Selection {
        private final ConfigSources sources;
        private final Map<String, String> variables = new TreeMap<>();
        private final List<String> secrets = new ArrayList<>();

        Selection(ConfigSources sources) {
            this.sources = sources;
        }

        /** Adds a variable, with another text if there is one. */
        void add(String name, String instead) {
            String text = sources.environment().getOrDefault(name, "");
            if (text.isBlank()) {
                return;
            }
            if (name.equals(ConfigKeys.BEARER_TOKEN.environmentName()) || hasPassword(text)) {
                secrets.add(name);
            } else {
                variables.put(name, instead.isEmpty() ? text : instead);
            }
        }

        /** Whether an address has a password in front of its host. */
        private static boolean hasPassword(String address) {
            for (int slashes = address.indexOf("//"); slashes >= 0; slashes = address.indexOf("//", slashes + 2)) {
                int end = address.indexOf('/', slashes + 2);
                String authority = address.substring(slashes + 2, end < 0 ? address.length() : end);
                int colon = authority.indexOf(':');
                if (colon >= 0 && authority.indexOf('@') > colon) {
                    return true;
                }
            }
            return false;
        }

        void addPath(String name) {
            String text = sources.environment().getOrDefault(name, "").strip();
            add(
                    name,
                    text.isEmpty() || text.startsWith("~")
                            ? ""
                            : sources.workingDirectory().resolve(text).toString());
        }
    }
}
