package dev.airelay.transforms.request;

import java.util.function.Consumer;

/** Reads the number of choices that a client requests. */
public final class Choices {

    private static final int MAX_BY_OPENAI = 128;
    private static final Consumer<Value> RANGE = Checks.integer(1, MAX_BY_OPENAI);

    private Choices() {}

    /** Returns the number, at most {@code max}, which the owner of the relay sets: each choice is an upstream call. */
    public static int read(Value value, int max) {
        RANGE.accept(value);
        return checked((int) value.integer(), value, max);
    }

    /** Returns the number of calls for all choices and prompts, at most {@code max}. */
    public static int checked(int calls, Value asking, int max) {
        if (calls > max) {
            throw Rejections.unsupportedValue(
                    asking.at(),
                    "The request asks for " + calls
                            + " choices, each of which is a separate upstream call. This relay allows at most " + max
                            + " per request. Send several requests, or raise"
                            + " compatibility.max_choices in the configuration.");
        }
        return calls;
    }
}
