package dev.airelay.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads environment variables and flags into raw values by key name. Empty text counts as not given. */
final class EnvironmentReader {
    /** Names the configuration file itself. */
    static final List<String> CONFIG_VARIABLES =
            List.of(ConfigKey.PREFIX + "CONFIG", ConfigKey.LEGACY_PREFIX + "CONFIG");

    private EnvironmentReader() {}

    static Map<String, RawValue> flags(ConfigSources sources) {
        return layer(
                sources,
                key -> Stream.of(key.name()),
                sources.flags(),
                key -> key.flag().orElse("--" + key.name()));
    }

    static Map<String, RawValue> current(ConfigSources sources) {
        return layer(
                sources, key -> Stream.of(key.environmentName()), sources.environment(), ConfigKey::environmentName);
    }

    static Map<String, RawValue> legacy(ConfigSources sources) {
        return layer(
                sources,
                key -> key.legacyEnvironmentName().stream(),
                sources.environment(),
                key -> key.legacyEnvironmentName().orElseThrow());
    }

    private static Map<String, RawValue> layer(
            ConfigSources sources,
            Function<ConfigKey<?>, Stream<String>> lookup,
            Map<String, String> given,
            Function<ConfigKey<?>, String> label) {
        Map<String, RawValue> values = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            lookup.apply(key)
                    .map(name -> given.getOrDefault(name, "").strip())
                    .filter(text -> !text.isEmpty())
                    .forEach(text ->
                            values.put(key.name(), new RawValue(text, label.apply(key), 0, sources.pathBase())));
        }
        return values;
    }

    /** A warning for each variable that looks like a misspelt one of ours. Others may well belong to a launcher. */
    static List<ConfigProblem> misspelt(Map<String, String> environment) {
        Set<String> known = ConfigKeys.all().stream()
                .map(ConfigKey::environmentName)
                .collect(Collectors.toCollection(TreeSet::new));
        known.add(CONFIG_VARIABLES.get(0));
        List<ConfigProblem> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(ConfigKey.PREFIX) && !known.contains(name)) {
                NearestName.of(name, known, 2)
                        .ifPresent(nearest -> warnings.add(
                                ConfigProblem.of(name, "is not a known variable; did you mean " + nearest + "?")));
            }
        }
        return warnings;
    }
}
