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
 * Picks the value of each key from layers of raw values and collects their problems. Overridden values are checked too. Used
 * by one thread for one load.
 */
final class ConfigResolver {
    /** The origin of a value that no source sets. */
    static final String DEFAULT = "default";

    /** A checked value and the number of its layer. */
    private record Found<T>(T value, int layer, String origin) {}

    private final List<Map<String, RawValue>> layers;
    private final PathBase defaults;
    private final Set<ConfigProblem> problems = new LinkedHashSet<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * @param layers raw values by key name, highest precedence first
     * @param defaults the start of paths in defaults
     */
    ConfigResolver(List<Map<String, RawValue>> layers, PathBase defaults) {
        this.layers = layers;
        this.defaults = defaults;
    }

    /**
     * The value in effect; the default if none is set or the value is invalid.
     *
     * <p>A path below the data directory follows that directory unless it is set; so does one that only repeats the default,
     * as older files written by {@code init} do.
     */
    <T> T get(ConfigKey<T> key) {
        Optional<T> given = find(key);
        String text = key.defaultText();
        if (!text.startsWith(ConfigKeys.DATA_DIR_PLACEHOLDER)) {
            return given.isPresent() ? given.get() : defaultOf(key, text, defaults);
        }
        String below = text.substring(ConfigKeys.DATA_DIR_PLACEHOLDER.length());
        Optional<Found<T>> found = find(key, 0);
        return found.isPresent()
                        && !found.get()
                                .value()
                                .equals(dataDir(found.get().layer()).resolve(below))
                ? found.get().value()
                : defaultOf(key, below, new PathBase(defaults.home(), dataDir(0)));
    }

    /** The value set in any layer. */
    <T> Optional<T> find(ConfigKey<T> key) {
        Optional<Found<T>> found = find(key, 0);
        origins.put(key.name(), found.isPresent() ? found.get().origin() : DEFAULT);
        return found.isPresent() ? Optional.of(found.get().value()) : Optional.empty();
    }

    private Path dataDir(int fromLayer) {
        Optional<Found<Path>> given = find(ConfigKeys.DATA_DIR, fromLayer);
        return given.isPresent()
                ? given.get().value()
                : defaultOf(ConfigKeys.DATA_DIR, ConfigKeys.DATA_DIR.defaultText(), defaults);
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

    private static <T> T defaultOf(ConfigKey<T> key, String text, PathBase base) {
        return key.kind()
                .fromText(text, base)
                .orElseThrow(() -> new IllegalStateException("the default of " + key + " is not allowed"));
    }

    void report(List<ConfigProblem> more) {
        problems.addAll(more);
    }

    /** The origin of every value requested so far. */
    Map<String, String> origins() {
        return origins;
    }

    /** Flags and environment first, then the file from top to bottom. */
    List<ConfigProblem> problems() {
        return problems.isEmpty()
                ? List.of()
                : problems.stream()
                        .sorted(Comparator.comparingInt(ConfigProblem::line))
                        .toList();
    }
}
