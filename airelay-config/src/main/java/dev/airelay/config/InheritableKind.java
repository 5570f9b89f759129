package dev.airelay.config;

import dev.airelay.config.Inheritable.Mode;
import java.util.Locale;
import java.util.Optional;

/** The words {@code environment} and {@code none}, or a value of another kind. {@code direct} says the same as none. */
record InheritableKind<T>(ValueKind<T> given) implements ValueKind<Inheritable<T>> {

    private static final String ENVIRONMENT = "environment";
    private static final String NONE = "none";
    private static final String DIRECT = "direct";

    @Override
    public String allowed() {
        return ENVIRONMENT + ", " + NONE + " or " + given.allowed();
    }

    @Override
    public boolean allows(Inheritable<T> value) {
        return value.value().map(given::allows).orElse(true);
    }

    @Override
    public Optional<Inheritable<T>> fromText(String text, PathBase base) {
        Optional<Inheritable<T>> word = word(text);
        return word.isPresent() ? word : given.fromText(text, base).map(Inheritable::given);
    }

    @Override
    public Optional<Inheritable<T>> fromToml(Object value, PathBase base) {
        Optional<Inheritable<T>> word = value instanceof String text ? word(text.strip()) : Optional.empty();
        return word.isPresent() ? word : given.fromToml(value, base).map(Inheritable::given);
    }

    @Override
    public String toToml(Inheritable<T> value) {
        return value.value()
                .map(given::toToml)
                .orElseGet(() -> TomlText.quoted(value.mode().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean secret() {
        return given.secret();
    }

    @Override
    public String withoutSecret(Object refused) {
        return given.withoutSecret(refused);
    }

    private Optional<Inheritable<T>> word(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ENVIRONMENT -> Optional.of(Inheritable.without(Mode.ENVIRONMENT));
            case NONE, DIRECT -> Optional.of(Inheritable.without(Mode.NONE));
            default -> Optional.empty();
        };
    }
}
