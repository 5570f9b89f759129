package dev.airelay.config;

import java.util.Optional;
import org.tomlj.TomlArray;

/**
 * A value as a source gives it, not yet checked.
 *
 * @param value text from a flag or variable, or what the TOML parser made of it
 * @param source the flag, variable or file, as the reader knows it
 * @param line line in the file; 0 elsewhere
 * @param base what paths in this source start from
 */
record RawValue(Object value, String source, int line, PathBase base) {
    private static final int SHOWN = 100;

    <T> Optional<T> as(ValueKind<T> kind) {
        return line == 0 && value instanceof String text ? kind.fromText(text, base) : kind.fromToml(value, base);
    }

    ConfigProblem problem(ConfigKey<?> key) {
        String shown = key.kind().secret() ? "something else" : shown();
        return new ConfigProblem(source, line, 0, key.name(), "must be " + key.allowed() + ", was " + shown);
    }

    /** Where the value comes from, for people. */
    String origin() {
        return line == 0 ? source : source + ":" + line;
    }

    private String shown() {
        String text = value.toString();
        if (value instanceof TomlArray array) {
            text = array.toJson().replaceAll("\\s+", " ").strip();
        } else if ((line > 0 && value instanceof String) || text.chars().anyMatch(Character::isISOControl)) {
            text = TomlText.quoted(text);
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
