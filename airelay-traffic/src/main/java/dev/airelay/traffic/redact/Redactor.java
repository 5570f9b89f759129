package dev.airelay.traffic.redact;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Removes secrets from text before it is shown or stored. Safe for concurrent use. */
public final class Redactor {
    public static final String REDACTED = "[REDACTED]";

    /** More nesting than any client uses; beyond it, escaped quotes are found by patterns. */
    private static final int MAX_NESTED = 6;

    private final SecretValues secrets;

    /** Creates a redactor that knows these secrets by value, and others by their shape or the name before them. */
    public Redactor(SecretValues secrets) {
        this.secrets = secrets;
    }

    /**
     * Returns the text without secrets: known values, bearer and basic credentials, JSON web tokens, API keys, OAuth codes
     * and verifiers, cookies and all values named like a secret become {@code [REDACTED]}, the content of data URLs its size
     * and hash.
     */
    public String text(String text) {
        return text(text, 0);
    }

    /** The text may be JSON that contains JSON text, such as the arguments of tool calls. */
    String text(String text, int nested) {
        if (nested < MAX_NESTED && mayBeJson(text)) {
            try {
                JsonNode tree = LogJson.read(text);
                return LogJson.write(json -> new JsonRedactor(this, json, nested + 1).write(tree));
            } catch (JacksonException notJson) {
                return plain(text);
            }
        }
        return plain(text);
    }

    /** Redacts text that is not parsed as JSON. */
    String plain(String text) {
        return text.isEmpty() ? text : SecretShapes.redactedIn(DataUrls.summarisedIn(secrets.redactedIn(text)));
    }

    private static boolean mayBeJson(String text) {
        int from = 0;
        int last = text.length() - 1;
        while (from < last && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (last > from && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return last > from
                && ((text.charAt(from) == '{' && text.charAt(last) == '}')
                        || (text.charAt(from) == '[' && text.charAt(last) == ']'));
    }
}
