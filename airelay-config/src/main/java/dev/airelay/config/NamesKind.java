package dev.airelay.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/** A list of names: a TOML array of strings, or text separated by commas. An empty list is allowed. */
record NamesKind(String allowed, Predicate<String> check) implements ValueKind<List<String>> {

    static NamesKind matching(Pattern form, String allowed) {
        return new NamesKind(allowed, new WholeMatch(form));
    }

    @Override
    public boolean allows(List<String> value) {
        return value.stream().allMatch(check);
    }

    @Override
    public Optional<List<String>> fromText(String text, PathBase base) {
        return checked(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    @Override
    public Optional<List<String>> fromToml(Object value, PathBase base) {
        if (!(value instanceof TomlArray array)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof String name)) {
                return Optional.empty();
            }
            names.add(name.strip());
        }
        return checked(List.copyOf(names));
    }

    private Optional<List<String>> checked(List<String> names) {
        return Optional.of(names).filter(this::allows);
    }

    @Override
    public String toToml(List<String> value) {
        return value.stream().map(TomlText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
