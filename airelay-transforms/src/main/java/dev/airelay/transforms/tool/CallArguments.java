package dev.airelay.transforms.tool;

import dev.airelay.transforms.request.Value;

/** The arguments of function calls: JSON in a text, though some clients and models send the JSON itself, or nothing. */
public final class CallArguments {

    /** The arguments of a call without any: every client parses the text. */
    public static final String NONE = "{}";

    private CallArguments() {}

    /** Returns the arguments as a text that contains a JSON value. */
    public static String read(Value arguments) {
        if (arguments.isObject()) {
            return arguments.node().toString();
        }
        String text = arguments.text();
        return text.isBlank() ? NONE : text;
    }
}
