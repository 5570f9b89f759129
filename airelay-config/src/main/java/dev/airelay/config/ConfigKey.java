package dev.airelay.config;

import java.util.Optional;

/**
 * One setting: its names in every source, its type and range, its default and one sentence of documentation. Immutable. All
 * of them are listed in {@link ConfigKeys}.
 *
 * @param <T> the type of the value
 */
public final class ConfigKey<T> {
    static final String PREFIX = "AIRELAY_";
    static final String LEGACY_PREFIX = "OPENAI_ENDPOINT_";

    private final KeyNames names;
    private final ValueKind<T> kind;
    private final String defaultText;
    private final String doc;

    ConfigKey(KeyNames names, ValueKind<T> kind, String defaultText, String doc) {
        this.names = names;
        this.kind = kind;
        this.defaultText = defaultText;
        this.doc = doc;
    }

    /** Section and key joined by a dot, e.g. {@code server.port}. */
    public String name() {
        return names.toml();
    }

    /** The section, e.g. {@code server}. */
    public String section() {
        return name().substring(0, name().indexOf('.'));
    }

    /** The key within its section, e.g. {@code port}. */
    public String leaf() {
        return name().substring(name().indexOf('.') + 1);
    }

    /** Whether the file may contain it; a secret may not. */
    public boolean inFile() {
        return names.inFile();
    }

    /** The environment variable, e.g. {@code AIRELAY_PORT}. */
    public String environmentName() {
        return PREFIX + names.environment();
    }

    /** The older environment variable, which still counts if the newer one is not set. */
    public Optional<String> legacyEnvironmentName() {
        return names.legacy() ? Optional.of(LEGACY_PREFIX + names.environment()) : Optional.empty();
    }

    /** The command-line flag with its dashes, e.g. {@code --port}. */
    public Optional<String> flag() {
        return Optional.ofNullable(names.flag());
    }

    /** The allowed values, as they read after "must be", e.g. {@code 0..65535}. */
    public String allowed() {
        return kind.allowed();
    }

    /**
     * The default as a user would write it, with <code>{data_dir}</code> for the data directory in use; empty if there is
     * none.
     */
    public String defaultText() {
        return defaultText;
    }

    /** The description, one sentence. */
    public String doc() {
        return doc;
    }

    /**
     * Returns an immutable copy of the value if it is within range.
     *
     * @throws IllegalArgumentException naming the key, the range and the value
     */
    public T require(T value) {
        if (!kind.allows(value)) {
            throw new IllegalArgumentException(
                    name() + " must be " + allowed() + ", was " + (kind.secret() ? kind.withoutSecret(value) : value));
        }
        return kind.copy(value);
    }

    ValueKind<T> kind() {
        return kind;
    }

    @Override
    public String toString() {
        return name();
    }
}
