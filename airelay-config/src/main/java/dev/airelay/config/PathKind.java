package dev.airelay.config;

import java.nio.file.Path;
import java.util.Optional;

/** A file or directory; always absolute once read. */
record PathKind() implements ValueKind<Path> {

    @Override
    public String allowed() {
        return "a path; ~/ is your home directory, ~name is not supported";
    }

    @Override
    public boolean allows(Path value) {
        return value.isAbsolute();
    }

    @Override
    public Optional<Path> fromText(String text, PathBase base) {
        return base.resolve(text);
    }

    @Override
    public Optional<Path> fromToml(Object value, PathBase base) {
        return value instanceof String text ? base.resolve(text.strip()) : Optional.empty();
    }

    @Override
    public String toToml(Path value) {
        return TomlText.quoted(value.toString());
    }
}
