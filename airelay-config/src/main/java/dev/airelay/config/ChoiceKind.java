package dev.airelay.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of a few names, in any letter case; each name is the constant's in lower case. */
record ChoiceKind<E extends Enum<E>>(List<E> choices) implements ValueKind<E> {

    static <E extends Enum<E>> ChoiceKind<E> of(Class<E> type) {
        return new ChoiceKind<>(List.of(type.getEnumConstants()));
    }

    @Override
    public String allowed() {
        return "one of " + choices.stream().map(ChoiceKind::name).collect(Collectors.joining(", "));
    }

    @Override
    public boolean allows(E value) {
        return true;
    }

    @Override
    public Optional<E> fromText(String text, PathBase base) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return choices.stream().filter(choice -> name(choice).equals(wanted)).findFirst();
    }

    @Override
    public Optional<E> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(E value) {
        return TomlText.quoted(name(value));
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
