package dev.airelay.traffic.redact;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The secrets known by value, which are redacted wherever they stand and however they are written: plain, escaped as in
 * JSON, URLs and HTML, several times over, in Base64 or in hexadecimal. A replaced one stays known, for it may still be on
 * its way. Safe for concurrent use.
 */
public final class SecretValues {
    private static final int MOST = 64;
    /** How often a text is decoded: more than anybody encodes. */
    private static final int MOST_DECODINGS = 5;

    private final Set<String> values = new LinkedHashSet<>();
    private volatile SecretForms forms = new SecretForms(List.of());

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
        // What is outside ASCII is found as URLs write it, and in no other escaped form.
        forms = new SecretForms(values.stream()
                .flatMap(each -> Stream.of(each, inUrl(each), inUrl(each).replace("+", "%20")))
                .distinct()
                .toList());
    }

    private static String inUrl(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    String redactedIn(String text) {
        SecretForms searched = forms;
        if (searched.none()) {
            return text;
        }
        BitSet secret = new BitSet();
        DecodedText view = DecodedText.source(text);
        for (int decodings = 0; decodings <= MOST_DECODINGS; decodings++) {
            DecodedText looked = view;
            searched.find(looked.text(), (from, to) -> secret.set(looked.inSource(from), looked.inSource(to)));
            view = looked.decoded();
            if (view.equals(looked)) {
                break;
            }
        }
        return secret.isEmpty() ? text : without(text, secret);
    }

    private static String without(String text, BitSet secret) {
        StringBuilder redacted = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int begin = secret.nextSetBit(from);
            if (begin < 0) {
                return redacted.append(text, from, text.length()).toString();
            }
            redacted.append(text, from, begin).append(Redactor.REDACTED);
            from = secret.nextClearBit(begin);
        }
        return redacted.toString();
    }

    /** Shows how many there are, and none of them. */
    @Override
    public synchronized String toString() {
        return "SecretValues[" + values.size() + "]";
    }
}
