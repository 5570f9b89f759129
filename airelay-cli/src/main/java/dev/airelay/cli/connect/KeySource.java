package dev.airelay.cli.connect;

import java.nio.file.Path;

/** Where a client finds the relay token, without a copy of its own. */
public sealed interface KeySource {
    /**
     * The token is in the relay's file.
     *
     * @param path absolute
     */
    record TokenFile(Path path) implements KeySource {}

    /**
     * The token is in an environment variable.
     *
     * @param name of the variable
     */
    record Variable(String name) implements KeySource {}

    /** The relay requires no token, so any text will do. */
    record Any() implements KeySource {
        /** Clients insist on a key. */
        static final String TEXT = "airelay";
    }
}
