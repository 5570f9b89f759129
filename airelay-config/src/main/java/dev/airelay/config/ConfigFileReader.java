package dev.airelay.config;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads the TOML file into raw values with their lines, and reports entries that are not settings. */
final class ConfigFileReader {
    /**
     * The content of the file.
     *
     * @param values by key name
     * @param unknown one problem for each unknown key or section
     */
    record Content(Map<String, RawValue> values, List<ConfigProblem> unknown) {
        static final Content NONE = new Content(Map.of(), List.of());
    }

    static final int MAX_BYTES = 1024 * 1024;

    /** The keys in the order of the documentation. */
    private static final Map<String, ConfigKey<?>> KEYS = keys();

    private final Path file;
    private final String shown;
    private final PathBase base;
    private final Map<String, RawValue> values = new HashMap<>();
    private final List<ConfigProblem> unknown = new ArrayList<>();
    private final Set<String> reportedSections = new HashSet<>();
    private final TomlSource source;

    private ConfigFileReader(Path file, Path home) {
        this.file = file;
        this.shown = PathBase.display(file, home);
        Path directory = file.getParent();
        this.base = new PathBase(home, directory == null ? home : directory);
        this.source = TomlSource.of(shown, text());
    }

    /**
     * Reads a file that exists.
     *
     * @throws ConfigException when it cannot be read, is too large, or is not TOML, with every syntax error's line and
     *     column
     */
    static Content read(Path file, Path home) {
        ConfigFileReader reader = new ConfigFileReader(file, home);
        TomlParseResult toml = reader.parse();
        for (List<String> path : toml.keyPathSet(false)) {
            reader.take(path, toml);
        }
        return new Content(reader.values, reader.unknown);
    }

    private TomlParseResult parse() {
        TomlParseResult toml = Toml.parse(source.text());
        if (toml.hasErrors()) {
            throw new ConfigException(
                    toml.errors().stream()
                            .map(error -> new ConfigProblem(
                                    shown,
                                    source.line(error.position().line()),
                                    error.position().column(),
                                    "",
                                    source.message(String.valueOf(error.getMessage()))))
                            .toList(),
                    null);
        }
        return toml;
    }

    private String text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(RegularFiles.read(file, MAX_BYTES)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new ConfigException(ConfigProblem.of(shown, "is not UTF-8 text"), notText);
        } catch (IOException failed) {
            throw new ConfigException(ConfigProblem.of(shown, "cannot be read: " + FileFailures.words(failed)), failed);
        }
    }

    private void take(List<String> path, TomlParseResult toml) {
        List<String> keyPath = path.subList(0, Math.min(2, path.size()));
        String name = String.join(".", keyPath);
        TomlPosition position = toml.inputPositionOf(path);
        int line = position == null ? 1 : source.line(position.line());
        ConfigKey<?> key = KEYS.get(name);
        if (key == null || !(path.size() == 2 || (path.size() > 2 && key.kind().takesTable()))) {
            unknown(path, line);
        } else if (!key.inFile()) {
            report(
                    line,
                    name,
                    "is a secret and is not read from this file; use " + ConfigKeys.BEARER_TOKEN_FILE.name() + " or "
                            + key.environmentName());
        } else {
            Object value = toml.get(keyPath);
            if (value != null) {
                values.putIfAbsent(name, new RawValue(value, shown, line, base));
            }
        }
    }

    private void unknown(List<String> path, int line) {
        String section = path.get(0);
        Set<String> sections = KEYS.values().stream().map(ConfigKey::section).collect(Collectors.toSet());
        if (sections.contains(section) && path.size() == 1) {
            report(line, section, "must be a section; write [" + section + "] on a line of its own");
        } else if (!sections.contains(section) && path.size() > 1) {
            if (reportedSections.add(section)) {
                report(
                        line,
                        "[" + section + "]",
                        "is not a known section" + hint(NearestName.section(section, sections)));
            }
        } else {
            report(line, String.join(".", path), "is not a known key" + hint(NearestName.key(path, KEYS.keySet())));
        }
    }

    private static Map<String, ConfigKey<?>> keys() {
        Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
        ConfigKeys.all().forEach(key -> keys.put(key.name(), key));
        return Collections.unmodifiableMap(keys);
    }

    private static String hint(Optional<String> nearest) {
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private void report(int line, String key, String reason) {
        unknown.add(new ConfigProblem(shown, line, 0, key, reason));
    }
}
