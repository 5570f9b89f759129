package dev.airelay.transforms.request;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Checks whether a value has no effect. A value that OpenAI itself rejects throws {@link
 * dev.airelay.transforms.failure.RequestRejected}.
 */
public final class NoOpValues {

    private static final List<String> MODALITIES = List.of("text", "audio");

    private NoOpValues() {}

    /** Returns true for an empty text, list or object. */
    public static boolean saysNothing(Value value) {
        return value.node().isContainer()
                ? value.node().isEmpty()
                : value.isText() && value.text().isEmpty();
    }

    /** Returns true for {@code false} and for an empty text, list or object. */
    public static boolean offOrEmpty(Value value) {
        return value.node().isBoolean() ? off(value) : saysNothing(value);
    }

    /** Returns true for {@code false}. */
    public static boolean off(Value value) {
        return !value.flag();
    }

    /** Returns true for an object without members. */
    public static boolean emptyObject(Value value) {
        return value.object().node().isEmpty();
    }

    /** Returns true for a list of output kinds with only text. */
    public static boolean textOnly(Value value) {
        return value.items().stream().map(kind -> kind.oneOf(MODALITIES)).allMatch("text"::equals);
    }

    /** Returns a test for exactly this number, after {@code check} found the value valid. */
    public static Predicate<Value> number(int harmless, Consumer<Value> check) {
        return value -> {
            check.accept(value);
            return value.number() == harmless;
        };
    }

    /** Returns a test for exactly this text; values of other types do not match. */
    public static Predicate<Value> is(String harmless) {
        return value -> value.isText() && value.text().equals(harmless);
    }

    /** Returns a test for exactly this text, after {@code check} found the value valid. */
    public static Predicate<Value> text(String harmless, Consumer<Value> check) {
        return value -> {
            check.accept(value);
            return value.text().equals(harmless);
        };
    }
}
