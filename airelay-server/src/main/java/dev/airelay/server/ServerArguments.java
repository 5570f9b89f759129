package dev.airelay.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the arguments of the server jar. */
final class ServerArguments {

    private ServerArguments() {}

    /**
     * Returns the values by key name.
     *
     * @throws IllegalArgumentException when an argument is not of the form {@code --key=value}
     */
    static Map<String, String> parse(String[] arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException(
                        "arguments have the form --key=value, for example --server.port=8081, was " + argument);
            }
            flags.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return flags;
    }
}
