package dev.airelay.server;

import dev.airelay.config.ConfigKey;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parses the arguments of the server jar. */
final class ServerArguments {

    private static final String HELP = """
            Usage: java -jar airelay-server-%1$s-all.jar [--KEY=VALUE]...

            Runs the relay until it receives a signal to stop, such as Ctrl-C. Settings come from the command line, the
            environment and the configuration file, in this order.

              --KEY=VALUE      sets one key, for example --server.port=8081
              --config=PATH    configuration file (default: ~/.config/airelay/config.toml)
              --help           shows this help
              --version        shows the version

            Keys:
            %2$s
            Exit codes:
            %3$s""";

    private ServerArguments() {}

    /** An argument is not of the form {@code --key=value}, or names no key. */
    static final class WrongArgumentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongArgumentException(String message) {
            super(message);
        }
    }

    /**
     * Returns the values by key name.
     *
     * @throws WrongArgumentException when an argument is not of the form {@code --key=value}, or names no key
     */
    static Map<String, String> parse(String[] arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new WrongArgumentException(
                        "Invalid argument '" + argument
                                + "'. Arguments have the form --key=value, for example --server.port=8081. Add --help for the keys.");
            }
            String key = argument.substring(2, equals);
            List<String> names = names();
            if (!names.contains(key)) {
                throw new WrongArgumentException("Unknown key '" + key + "' in '" + argument + "'."
                        + NearestName.of(key, names)
                                .map(near -> " Did you mean --" + near + "?")
                                .orElse("")
                        + " Add --help for the keys.");
            }
            flags.put(key, argument.substring(equals + 1));
        }
        return flags;
    }

    private static List<String> names() {
        List<String> names = ConfigKeys.all().stream().map(ConfigKey::name).collect(Collectors.toList());
        names.add(ConfigSources.CONFIG_FLAG);
        return names;
    }

    /** Returns the help, which ends with a line break. */
    static String help() {
        return HELP.formatted(
                RelayVersion.current(),
                ConfigKeys.all().stream()
                        .map(key -> "  " + key.name() + "\n      " + key.doc() + "\n")
                        .collect(Collectors.joining()),
                ExitStatus.table().entrySet().stream()
                        .map(code -> "  %-4s %s%n".formatted(code.getKey(), code.getValue()))
                        .collect(Collectors.joining()));
    }
}
