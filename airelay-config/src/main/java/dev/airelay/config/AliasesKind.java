package dev.airelay.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Names that stand for others: a TOML table, a TOML array of {@code "alias=model"}, or such entries as text. */
record AliasesKind() implements ValueKind<Map<String, String>> {

    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e&&[^,=]]{1,200}");

    @Override
    public String allowed() {
        return "a list of alias=model or alias=model:effort entries, or a table of them";
    }

    @Override
    public boolean allows(Map<String, String> value) {
        return value.entrySet().stream().allMatch(alias -> isName(alias.getKey()) && isName(alias.getValue()));
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public Optional<Map<String, String>> fromText(String text, PathBase base) {
        return ofEntries(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    @Override
    public Optional<Map<String, String>> fromToml(Object value, PathBase base) {
        if (value instanceof TomlTable table) {
            return ofTable(table);
        }
        if (!(value instanceof TomlArray array)) {
            return Optional.empty();
        }
        List<String> entries = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof String entry)) {
                return Optional.empty();
            }
            entries.add(entry);
        }
        return ofEntries(entries);
    }

    private Optional<Map<String, String>> ofTable(TomlTable table) {
        Map<String, String> aliases = new LinkedHashMap<>();
        for (List<String> path : table.keyPathSet(false)) {
            if (path.size() != 1 || !(table.get(path) instanceof String model)) {
                return Optional.empty();
            }
            aliases.put(path.get(0).strip(), model.strip());
        }
        return checked(aliases);
    }

    private Optional<Map<String, String>> ofEntries(List<String> entries) {
        Map<String, String> aliases = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            String previous = aliases.put(
                    entry.substring(0, equals).strip(),
                    entry.substring(equals + 1).strip());
            if (previous != null) {
                return Optional.empty();
            }
        }
        return checked(aliases);
    }

    private Optional<Map<String, String>> checked(Map<String, String> aliases) {
        return Optional.of(aliases).filter(this::allows).map(Map::copyOf);
    }

    @Override
    public String toToml(Map<String, String> value) {
        return value.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(alias -> TomlText.quoted(alias.getKey() + "=" + alias.getValue()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public boolean takesTable() {
        return true;
    }
}
