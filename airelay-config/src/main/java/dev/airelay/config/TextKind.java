package dev.airelay.config;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A line of text that passes a check, after being brought into its normal form. */
record TextKind(String allowed, UnaryOperator<String> normal, Predicate<String> check, boolean secret)
        implements ValueKind<String> {

    static TextKind matching(Pattern form, String allowed) {
        return new TextKind(allowed, UnaryOperator.identity(), new WholeMatch(form), false);
    }

    /** A host name or address; brackets around an IPv6 address are dropped. */
    static TextKind host() {
        return new TextKind(
                "a host name or IP address without scheme or port",
                ListenHost::withoutBrackets,
                ListenHost::isValid,
                false);
    }

    static TextKind secretMatching(Pattern form, String allowed) {
        return new TextKind(allowed, UnaryOperator.identity(), new WholeMatch(form), true);
    }

    @Override
    public boolean allows(String value) {
        return check.test(value);
    }

    @Override
    public Optional<String> fromText(String text, PathBase base) {
        return Optional.of(normal.apply(text)).filter(check);
    }

    @Override
    public Optional<String> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    @Override
    public String toToml(String value) {
        return TomlText.quoted(value);
    }
}
