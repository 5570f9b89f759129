package dev.airelay.config;

import java.nio.file.Path;
import java.util.Optional;

/** A file or directory; always absolute once read. */
record PathKind() implements ValueKind<Path> {

    /** What Linux allows; also bounds how deep a path can be. */
    private static final int MAX_CHARS = 4_096;

    @Override
    public String allowed() {
        return "a path of at most " + MAX_CHARS + " characters; ~/ is your home directory, ~name is not supported";
    }

    @Override
    public boolean allows(Path value) {
        return value.isAbsolute();
    }

    @Override
    public Optional<Path> fromText(String text, PathBase base) {
        return text.length() > MAX_CHARS ? Optional.empty() : base.resolve(text);
    }

    @Override
    public Optional<Path> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(Path value) {
        return TomlText.quoted(value.toString());
    }
}
