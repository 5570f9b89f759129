package dev.airelay.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parses the arguments of the server jar. */
final class ServerArguments {

    private ServerArguments() {}

    /** An argument is not of the form {@code --key=value}. */
    static final class WrongArgumentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongArgumentException(String argument) {
            super("invalid argument '" + argument
                    + "': arguments have the form --key=value, for example --server.port=8081");
        }
    }

    /**
     * Returns the values by key name.
     *
     * @throws WrongArgumentException when an argument is not of the form {@code --key=value}
     */
    static Map<String, String> parse(String[] arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new WrongArgumentException(argument);
            }
            flags.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return flags;
    }
}
