package dev.airelay.config;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Picks the value of each key from layers of raw values and collects what is wrong with them. A value that is
 * overridden is checked all the same. Used by one thread for one load.
 */
final class ConfigResolver {
    /** A checked value and the number of its layer. */
    private record Found<T>(T value, int layer, String origin) {}

    private final List<Map<String, RawValue>> layers;
    private final PathBase defaults;
    private final Set<ConfigProblem> problems = new LinkedHashSet<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * @param layers raw values by key name, the winner first
     * @param defaults what paths in defaults start from
     */
    ConfigResolver(List<Map<String, RawValue>> layers, PathBase defaults) {
        this.layers = layers;
        this.defaults = defaults;
    }

    /** The value in force; the default when none is given or the given one is wrong. */
    <T> T get(ConfigKey<T> key) {
        Optional<T> given = find(key);
        return given.orElseGet(() -> defaultOf(key));
    }

    /** The value given in any layer. */
    <T> Optional<T> find(ConfigKey<T> key) {
        Optional<Found<T>> found = find(key, 0);
        origins.put(key.name(), found.map(Found::origin).orElse("default"));
        return found.map(Found::value);
    }

    /**
     * The value of a path that lies below the data directory unless it is moved. A path that says no more than the
     * default did, as an older file written by {@code init} does, follows the data directory too.
     */
    Path getBelowDataDir(ConfigKey<Path> key) {
        String below = key.defaultText().substring(ConfigKeys.DATA_DIR_PLACEHOLDER.length());
        Path own = find(key).orElse(null);
        int layer = find(key, 0).map(Found::layer).orElse(0);
        boolean saysTheDefault = own != null && own.equals(dataDir(layer).resolve(below));
        return own == null || saysTheDefault ? dataDir(0).resolve(below) : own;
    }

    private Path dataDir(int fromLayer) {
        return find(ConfigKeys.DATA_DIR, fromLayer).map(Found::value).orElseGet(() -> defaultOf(ConfigKeys.DATA_DIR));
    }

    private <T> Optional<Found<T>> find(ConfigKey<T> key, int fromLayer) {
        Optional<Found<T>> first = Optional.empty();
        for (int i = fromLayer; i < layers.size(); i++) {
            RawValue raw = layers.get(i).get(key.name());
            if (raw == null) {
                continue;
            }
            Optional<T> value = raw.as(key.kind());
            if (value.isEmpty()) {
                problems.add(raw.problem(key));
            } else if (first.isEmpty()) {
                first = Optional.of(new Found<>(value.get(), i, raw.origin()));
            }
        }
        return first;
    }

    private <T> T defaultOf(ConfigKey<T> key) {
        return key.kind()
                .fromText(key.defaultText(), defaults)
                .orElseThrow(() -> new IllegalStateException("the default of " + key + " is not allowed"));
    }

    void report(List<ConfigProblem> more) {
        problems.addAll(more);
    }

    /** Where every value asked for so far comes from. */
    Map<String, String> origins() {
        return origins;
    }

    /** Flags and environment first, then the file from top to bottom. */
    List<ConfigProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ConfigProblem::line))
                .toList();
    }
}
