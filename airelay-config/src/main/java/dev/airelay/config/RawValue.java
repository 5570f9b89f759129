package dev.airelay.config;

import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * An unchecked value of a source.
 *
 * @param value text from a flag or variable, or a value from the TOML parser
 * @param source the flag, variable or file, as shown to users
 * @param line line in the file; 0 elsewhere
 * @param base the start of paths in this source
 */
record RawValue(Object value, String source, int line, PathBase base) {
    private static final int SHOWN = 100;

    <T> Optional<T> as(ValueKind<T> kind) {
        return line == 0 && value instanceof String text ? kind.fromText(text, base) : kind.fromToml(value, base);
    }

    ConfigProblem problem(ConfigKey<?> key) {
        String shown = key.kind().secret() ? key.kind().withoutSecret(value) : shown();
        return new ConfigProblem(source, line, 0, key.name(), "must be " + key.allowed() + ", was " + shown);
    }

    /** The origin of the value, as shown to users. */
    String origin() {
        return line == 0 ? source : source + ":" + line;
    }

    private String shown() {
        String text = line > 0 ? written(value) : value.toString();
        if (text.chars().anyMatch(Character::isISOControl)) {
            text = TomlText.quoted(text);
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** Renders the value much as in the file: quotes distinguish "1" from 1. */
    private static String written(Object value) {
        if (value instanceof String text) {
            return TomlText.quoted(text);
        }
        if (value instanceof TomlArray array) {
            return array.toList().stream().map(RawValue::written).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof TomlTable ? "a table" : value.toString();
    }
}
