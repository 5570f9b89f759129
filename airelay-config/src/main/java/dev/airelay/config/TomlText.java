package dev.airelay.config;

import org.tomlj.Toml;

/** Strings as TOML source. */
final class TomlText {
    private TomlText() {}

    /** A basic string with quotes, backslashes and control characters escaped. */
    static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }
}
