package dev.airelay.config;

import java.util.Locale;
import java.util.Optional;

/** Yes or no. TOML wants its own booleans; text may also say yes/no, on/off, 1/0. */
record BooleanKind() implements ValueKind<Boolean> {

    @Override
    public String allowed() {
        return "true or false";
    }

    @Override
    public boolean allows(Boolean value) {
        return true;
    }

    @Override
    public Optional<Boolean> fromText(String text, PathBase base) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Boolean> fromToml(Object value, PathBase base) {
        if (value instanceof Boolean bool) {
            return Optional.of(bool);
        }
        return value instanceof String text ? fromText(text, base) : Optional.empty();
    }

    @Override
    public String toToml(Boolean value) {
        return value.toString();
    }
}
