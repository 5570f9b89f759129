package dev.airelay.traffic.redact;

import org.jspecify.annotations.Nullable;

/** Replaces secrets in a text, from left to right. A text without any is returned unchanged. Not thread-safe. */
final class Replacements {
    private final String text;
    private @Nullable StringBuilder replaced;
    private int copied;

    Replacements(String text) {
        this.text = text;
    }

    /** Replaces the characters between two positions, which must be after those replaced before. */
    void secret(int from, int to) {
        StringBuilder out = replaced;
        if (out == null) {
            out = new StringBuilder(text.length() + Redactor.REDACTED.length());
            replaced = out;
        }
        out.append(text, copied, from).append(Redactor.REDACTED);
        copied = to;
    }

    String result() {
        StringBuilder out = replaced;
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }
}
