package dev.airelay.transforms.ollama;

import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import java.util.regex.Pattern;

/**
 * How long a client wants its model to stay loaded: a number of seconds, or a duration in Go's syntax, such as {@code 5m} or
 * {@code 1h30m}; negative means forever. No model is loaded here, but zero unloads one.
 */
final class KeepAlive {

    private static final String NUMBER = "([0-9]+(\\.[0-9]*)?|\\.[0-9]+)";
    private static final String ZERO = "(0+(\\.0*)?|\\.0+)";
    private static final String UNIT = "(ns|us|µs|μs|ms|s|m|h)";
    private static final int MAX_CHARS = 64;

    /** Some clients send the number of seconds as a text, which Go does not parse. */
    private static final Pattern DURATION = Pattern.compile("[-+]?((" + NUMBER + UNIT + "){1,8}|" + NUMBER + ")");

    private static final Pattern NOTHING = Pattern.compile("[-+]?((" + ZERO + UNIT + "){1,8}|" + ZERO + ")");

    private KeepAlive() {}

    /** Returns whether the value is zero. */
    static boolean unloads(Value value) {
        if (value.node().isNumber()) {
            return value.number() == 0;
        }
        if (!value.isText()) {
            throw Rejections.wrongType(value.at(), "one of a number or a string", value.node());
        }
        String text = value.text();
        if (text.length() > MAX_CHARS || !DURATION.matcher(text).matches()) {
            throw Rejections.invalid(
                    value.at(),
                    "'" + Rejections.shown(text) + "' is not a duration. Send seconds as a number, or a text such as"
                            + " '5m' or '1h30m'.");
        }
        return NOTHING.matcher(text).matches();
    }
}
