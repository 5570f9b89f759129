package dev.airelay.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a new configuration file, made from the table of keys. */
final class ConfigTemplate {
    private final ConfigResolver flags;
    private final PathBase base;

    private ConfigTemplate(ConfigResolver flags, PathBase base) {
        this.flags = flags;
        this.base = base;
    }

    /**
     * Renders every key with its documentation: set if there is a flag, otherwise commented out with its default.
     *
     * @throws ConfigException if a flag is invalid
     */
    static String render(ConfigSources sources) {
        Map<String, RawValue> given = EnvironmentReader.flags(sources);
        ConfigResolver flags = new ConfigResolver(List.of(given), sources.pathBase());
        String text = new ConfigTemplate(flags, sources.pathBase()).text();
        if (!flags.problems().isEmpty()) {
            throw new ConfigException(flags.problems(), null);
        }
        return text;
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        out.append("# AIRelay configuration (TOML).\n");
        out.append("# A commented-out key shows its default. A flag overrides an environment variable,\n");
        out.append("# and both override this file.\n");
        String section = "";
        for (ConfigKey<?> key : ConfigKeys.all()) {
            if (!key.inFile()) {
                continue;
            }
            if (!key.section().equals(section)) {
                section = key.section();
                out.append("\n[").append(section).append("]");
            }
            out.append('\n');
            out.append("# ").append(key.doc()).append('\n');
            out.append("#   ")
                    .append(key.allowed())
                    .append("; ")
                    .append(names(key))
                    .append('\n');
            out.append(line(key)).append('\n');
        }
        return out.toString();
    }

    private static String names(ConfigKey<?> key) {
        return key.flag().map(flag -> flag + ", ").orElse("") + key.environmentName();
    }

    private <T> String line(ConfigKey<T> key) {
        Optional<String> set = flags.find(key).map(key.kind()::toToml);
        return set.map(value -> key.leaf() + " = " + value)
                .orElseGet(() -> "# " + key.leaf() + " = " + defaultToml(key));
    }

    private <T> String defaultToml(ConfigKey<T> key) {
        String text = key.defaultText();
        if (text.startsWith(ConfigKeys.DATA_DIR_PLACEHOLDER)) {
            String dataDir =
                    flags.find(ConfigKeys.DATA_DIR).map(Path::toString).orElse(ConfigKeys.DATA_DIR.defaultText());
            return TomlText.quoted(dataDir + "/" + text.substring(ConfigKeys.DATA_DIR_PLACEHOLDER.length()));
        }
        if (text.startsWith("~")) {
            return TomlText.quoted(text);
        }
        return key.kind().fromText(text, base).map(key.kind()::toToml).orElseThrow();
    }
}
