package dev.airelay.traffic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The secrets known by value, which are redacted wherever they stand. A replaced one stays known, for it may still be on
 * its way. Safe for concurrent use.
 */
public final class SecretValues {
    private static final int MOST = 64;
    private static final int JSON_WITHIN_JSON = 3;

    private final Set<String> values = new LinkedHashSet<>();
    private volatile List<String> forms = List.of();

    /** None yet. */
    public SecretValues() {}

    /** Adds one, such as the relay token when it is created or rotated. An empty value is not taken. */
    public synchronized void add(String value) {
        if (value.isBlank()) {
            return;
        }
        values.remove(value);
        values.add(value);
        if (values.size() > MOST) {
            values.remove(values.iterator().next());
        }
        forms = forms();
    }

    /** As they stand and as JSON and URLs write them; the longest first, so that none hides in the rest of another. */
    private List<String> forms() {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            String form = value;
            for (int depth = 0; depth <= JSON_WITHIN_JSON; depth++) {
                all.add(form);
                form = new String(JsonStringEncoder.getInstance().quoteAsCharArray(form));
            }
            all.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
            all.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        List<String> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        return Collections.unmodifiableList(sorted);
    }

    String redactedIn(String text) {
        String redacted = text;
        for (String form : forms) {
            if (redacted.contains(form)) {
                redacted = redacted.replace(form, Redactor.REDACTED);
            }
        }
        return redacted;
    }

    /** Tells how many there are, and none of them. */
    @Override
    public synchronized String toString() {
        return "SecretValues[" + values.size() + "]";
    }
}
