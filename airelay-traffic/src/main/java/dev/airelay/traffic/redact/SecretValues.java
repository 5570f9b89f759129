package dev.airelay.traffic.redact;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets known by value, which are redacted in any position and encoding: plain, escaped once or several times as in
 * JSON, URLs and HTML, in Base64 or in hexadecimal. A replaced secret remains known, because it may still be in transit.
 * Safe for concurrent use.
 */
public final class SecretValues {
    private static final int MOST = 64;
    /** How often a text is decoded: more often than anyone encodes. */
    private static final int MOST_DECODINGS = 5;

    private final Set<String> values = new LinkedHashSet<>();
    private volatile SecretForms forms = new SecretForms(List.of());

    /** Creates an empty set. */
    public SecretValues() {}

    /** Adds a secret, such as the relay token when it is created or rotated. An empty value is ignored. */
    public synchronized void add(String value) {
        if (value.isBlank()) {
            return;
        }
        values.remove(value);
        values.add(value);
        if (values.size() > MOST) {
            values.remove(values.iterator().next());
        }
        // Characters outside ASCII are found in URL encoding and in no other escaped form.
        forms = new SecretForms(values.stream()
                .flatMap(each -> Stream.of(each, inUrl(each), inUrl(each).replace("+", "%20")))
                .distinct()
                .toList());
    }

    private static String inUrl(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Returns an object that is another one after each change. */
    Object version() {
        return forms;
    }

    String redactedIn(String text) {
        SecretForms searched = forms;
        if (searched.none()) {
            return text;
        }
        DecodedText view = DecodedText.source(text);
        Found found = new Found(view);
        for (int decodings = 0; decodings <= MOST_DECODINGS; decodings++) {
            found.view = view;
            searched.find(view.text(), found);
            DecodedText decoded = view.decoded();
            if (decoded.equals(view)) {
                break;
            }
            view = decoded;
        }
        return found.places == null ? text : without(text, found.places);
    }

    /** The characters of a text that belong to a secret, collected from several decodings of the text. */
    private static final class Found implements SecretForms.Places {
        private DecodedText view;
        private @Nullable BitSet places;

        Found(DecodedText view) {
            this.view = view;
        }

        @Override
        public void found(int from, int to) {
            if (places == null) {
                places = new BitSet();
            }
            places.set(view.inSource(from), view.inSource(to));
        }
    }

    private static String without(String text, BitSet secret) {
        Replacements redacted = new Replacements(text);
        for (int from = secret.nextSetBit(0); from >= 0; ) {
            int to = secret.nextClearBit(from);
            redacted.secret(from, to);
            from = secret.nextSetBit(to);
        }
        return redacted.result();
    }

    /** Shows only their number. */
    @Override
    public synchronized String toString() {
        return "SecretValues[" + values.size() + "]";
    }
}
