package dev.airelay.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of a few names, in any letter case. */
record ChoiceKind<E extends Enum<E>>(List<E> choices, Function<E, String> names) implements ValueKind<E> {

    /** Names are those of {@code wireName}, in lower case. */
    static <E extends Enum<E>> ChoiceKind<E> of(Class<E> type, Function<E, String> wireName) {
        return new ChoiceKind<>(List.of(type.getEnumConstants()), wireName);
    }

    @Override
    public String allowed() {
        return "one of " + choices.stream().map(names).collect(Collectors.joining(", "));
    }

    @Override
    public boolean allows(E value) {
        return true;
    }

    @Override
    public Optional<E> fromText(String text, PathBase base) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return choices.stream()
                .filter(choice -> names.apply(choice).equals(wanted))
                .findFirst();
    }

    @Override
    public Optional<E> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(E value) {
        return TomlText.quoted(names.apply(value));
    }
}
