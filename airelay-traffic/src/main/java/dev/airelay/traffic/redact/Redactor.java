package dev.airelay.traffic.redact;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Removes secrets from text before it is shown or stored. Safe for concurrent use. */
public final class Redactor {
    public static final String REDACTED = "[REDACTED]";

    /** More nesting than any client uses; beyond it, escaped quotes are found by patterns. */
    private static final int MAX_NESTED = 6;

    private final SecretValues secrets;
    private final CleanTexts clean = new CleanTexts();

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
        if (text.isEmpty() || clean.contains(text)) {
            return text;
        }
        Object searchedFor = secrets.version();
        String redacted = SecretShapes.redactedIn(DataUrls.summarisedIn(secrets.redactedIn(text)));
        if (redacted.equals(text)) {
            clean.add(text, searchedFor);
        }
        return redacted;
    }

    private static boolean mayBeJson(String text) {
        char first = text.isEmpty() ? 0 : text.charAt(0);
        if (first > ' ' && first < 0x80 && first != '{' && first != '[') {
            // Neither a bracket nor white space: nearly all texts of the log.
            return false;
        }
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

    /**
     * Short texts without a secret that were searched lately: most texts of the log, such as methods, paths, models and
     * header names, recur in each request. Saves a sixth of the log's time. Races only lose an entry.
     */
    private final class CleanTexts {
        private static final int MOST = 512;
        private static final int LONGEST = 128;

        /**
         * One text.
         *
         * @param searchedFor the version of the secrets that it does not contain
         */
        private record Clean(String text, Object searchedFor) {}

        private final @Nullable Clean[] byHash = new Clean[MOST];

        boolean contains(String text) {
            Clean known = text.length() > LONGEST ? null : byHash[place(text)];
            return known != null && known.searchedFor == secrets.version() && known.text.equals(text);
        }

        void add(String text, Object searchedFor) {
            if (text.length() <= LONGEST) {
                byHash[place(text)] = new Clean(text, searchedFor);
            }
        }

        private static int place(String text) {
            int hash = text.hashCode();
            return (hash ^ (hash >>> 16)) & (MOST - 1);
        }
    }
}
