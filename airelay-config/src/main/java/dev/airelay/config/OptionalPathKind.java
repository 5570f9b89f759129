package dev.airelay.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The word {@code none}, or a file. */
record OptionalPathKind() implements ValueKind<Optional<Path>> {

    private static final String NONE = "none";
    private static final PathKind PATH = new PathKind();

    @Override
    public String allowed() {
        return NONE + " or " + PATH.allowed();
    }

    @Override
    public boolean allows(Optional<Path> value) {
        return value.map(PATH::allows).orElse(true);
    }

    // Outside: whether the text is allowed. Inside: whether it names a file.
    @Override
    @SuppressWarnings("OptionalMapToOptional")
    public Optional<Optional<Path>> fromText(String text, PathBase base) {
        if (text.toLowerCase(Locale.ROOT).equals(NONE)) {
            return Optional.of(Optional.empty());
        }
        Optional<Path> given = PATH.fromText(text, base);
        return given.isPresent() ? Optional.of(given) : Optional.empty();
    }

    @Override
    public Optional<Optional<Path>> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(Optional<Path> value) {
        return value.map(PATH::toToml).orElseGet(() -> TomlText.quoted(NONE));
    }
}
