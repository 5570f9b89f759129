package dev.airelay.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads environment variables and flags into raw values by key name. Empty text counts as not given. */
final class EnvironmentReader {
    /** The variables that name the configuration file. */
    static final List<String> CONFIG_VARIABLES =
            List.of(ConfigKey.PREFIX + "CONFIG", ConfigKey.LEGACY_PREFIX + "CONFIG");

    private EnvironmentReader() {}

    static Map<String, RawValue> flags(ConfigSources sources) {
        Map<String, RawValue> values = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            put(values, key, key.name(), sources.flags(), key.flag().orElse("--" + key.name()), sources);
        }
        return values;
    }

    static Map<String, RawValue> current(ConfigSources sources) {
        Map<String, RawValue> values = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            String name = key.environmentName();
            put(values, key, name, sources.environment(), name, sources);
        }
        return values;
    }

    static Map<String, RawValue> legacy(ConfigSources sources) {
        Map<String, RawValue> values = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            Optional<String> name = key.legacyEnvironmentName();
            if (name.isPresent()) {
                put(values, key, name.get(), sources.environment(), name.get(), sources);
            }
        }
        return values;
    }

    private static void put(
            Map<String, RawValue> values,
            ConfigKey<?> key,
            String name,
            Map<String, String> given,
            String label,
            ConfigSources sources) {
        String text = given.getOrDefault(name, "").strip();
        if (!text.isEmpty()) {
            values.put(key.name(), new RawValue(text, label, 0, sources.pathBase()));
        }
    }

    /** Variables that the launchers read and set. */
    private static final Set<String> OF_LAUNCHERS =
            Set.of("AIRELAY_ARCHIVE", "AIRELAY_CALLED_AS", "AIRELAY_JAVA_OPTS", "AIRELAY_LAUNCHER");

    /** A warning for each variable that looks like a misspelled one of ours. */
    static List<ConfigProblem> misspelt(Map<String, String> environment) {
        Set<String> known = new TreeSet<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            known.add(key.environmentName());
        }
        known.add(CONFIG_VARIABLES.get(0));
        List<ConfigProblem> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(ConfigKey.PREFIX) && !known.contains(name) && !OF_LAUNCHERS.contains(name)) {
                NearestName.of(name, known, 2)
                        .ifPresent(nearest -> warnings.add(
                                ConfigProblem.of(name, "is not a known variable; did you mean " + nearest + "?")));
            }
        }
        return warnings;
    }
}
