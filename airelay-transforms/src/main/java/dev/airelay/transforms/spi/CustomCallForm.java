package dev.airelay.transforms.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a chat reply returns the calls of custom tools. OpenAI's form is {@code "type":"custom"}; Cursor, among others, offers
 * custom tools and reads {@code function.name} of every call.
 */
public enum CustomCallForm {
    /** As custom calls, with {@code custom.input}. */
    CUSTOM("custom"),
    /** As function calls, with the unchanged input in {@code function.arguments}, which need not be JSON then. */
    FUNCTION("function");

    private final String wireName;

    CustomCallForm(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name in settings and in the request header. */
    public String wireName() {
        return wireName;
    }

    /** Returns the form of this name; empty for any other text. */
    public static Optional<CustomCallForm> of(String wireName) {
        for (CustomCallForm form : values()) {
            if (form.wireName.equals(wireName)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** Returns all names. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(CustomCallForm::wireName).toList();
    }
}
