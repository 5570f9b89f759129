package dev.airelay.config;

import org.jspecify.annotations.Nullable;

/**
 * The names of a setting in each source.
 *
 * @param toml section and key joined by a dot
 * @param environment the part after {@code AIRELAY_}
 * @param legacy whether the older {@code OPENAI_ENDPOINT_} prefix is read too
 * @param flag the command-line flag with its dashes, if there is one
 * @param inFile whether the file may contain it
 */
record KeyNames(
        String toml,
        String environment,
        boolean legacy,
        @Nullable String flag,
        boolean inFile) {

    static KeyNames of(String toml, String environment) {
        return new KeyNames(toml, environment, false, null, true);
    }

    KeyNames withLegacy() {
        return new KeyNames(toml, environment, true, flag, inFile);
    }

    KeyNames withFlag(String name) {
        return new KeyNames(toml, environment, legacy, name, inFile);
    }

    KeyNames outsideFile() {
        return new KeyNames(toml, environment, legacy, flag, false);
    }
}
