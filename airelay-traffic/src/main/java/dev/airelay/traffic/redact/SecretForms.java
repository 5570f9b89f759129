package dev.airelay.traffic.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The encoded forms of some secrets, and the search for all of them at once, in time linear in the text for any number of
 * forms. Immutable.
 */
final class SecretForms {
    /** The length of the prefix that is looked up by its hash before a form is compared. */
    private static final int HEAD = 4;

    private static final int BITS_PER_CHARACTER = 4;
    private static final int HEADS = 1 << (HEAD * BITS_PER_CHARACTER);
    private static final int JSON_WITHIN_JSON = 3;
    /** In Base64 and hexadecimal, a shorter secret would be found in ordinary words. */
    private static final int LEAST_RECODED_BYTES = 8;

    /**
     * An encoded form of a secret.
     *
     * @param inBase64 whether adjacent characters contain some of the secret's bits too
     */
    private record Form(String text, boolean inBase64) {

        // Both are written by hand: the methods that Java generates for records load about a hundred classes at start.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Form form && inBase64 == form.inBase64 && text.equals(form.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** Receives the positions of secrets, in order of their beginning; they may overlap. */
    @FunctionalInterface
    interface Places {
        void found(int from, int to);
    }

    private final Set<Form> forms = new LinkedHashSet<>();
    /** A bit for the hash of each form's prefix. */
    private final long[] heads = new long[HEADS / Long.SIZE];

    private final Map<Integer, List<Form>> byHead = new HashMap<>();
    private final List<Form> shorter = new ArrayList<>();

    SecretForms(Collection<String> secrets) {
        secrets.forEach(this::addForms);
        for (Form form : forms) {
            if (form.text().length() < HEAD) {
                shorter.add(form);
            } else {
                int head = head(form.text());
                heads[head / Long.SIZE] |= 1L << head;
                byHead.computeIfAbsent(head, first -> new ArrayList<>(1)).add(form);
            }
        }
    }

    private void addForms(String secret) {
        String form = secret;
        for (int depth = 0; depth <= JSON_WITHIN_JSON; depth++) {
            forms.add(new Form(form, false));
            form = new String(JsonStringEncoder.getInstance().quoteAsCharArray(form));
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= LEAST_RECODED_BYTES) {
            forms.add(new Form(HexFormat.of().formatHex(bytes), false));
            forms.add(new Form(HexFormat.of().withUpperCase().formatHex(bytes), false));
            for (int before = 0; before < 3; before++) {
                forms.add(new Form(core(Base64.getEncoder(), bytes, before), true));
                forms.add(new Form(core(Base64.getUrlEncoder(), bytes, before), true));
            }
        }
    }

    /** Returns the part of an encoding that does not depend on the text around the secret. */
    private static String core(Base64.Encoder encoder, byte[] secret, int bytesBefore) {
        byte[] placed = new byte[bytesBefore + secret.length];
        System.arraycopy(secret, 0, placed, bytesBefore, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(placed);
        int from = (bytesBefore * Byte.SIZE + 5) / 6;
        int to = placed.length * Byte.SIZE / 6;
        return encoded.substring(from, to);
    }

    private static int head(String text) {
        int head = 0;
        for (int i = 0; i < HEAD; i++) {
            head = head(head, text.charAt(i));
        }
        return head;
    }

    /** Returns the rolling hash of the last characters, from the previous hash and the next character. */
    private static int head(int before, char next) {
        return ((before << BITS_PER_CHARACTER) ^ next) & (HEADS - 1);
    }

    boolean none() {
        return forms.isEmpty();
    }

    /** Finds every occurrence of a secret in the text. */
    void find(String text, Places places) {
        int head = 0;
        int searched = 0;
        for (int last = 0; last < text.length(); last++) {
            head = head(head, text.charAt(last));
            int at = last - (HEAD - 1);
            // A shift counts modulo 64. Nearly every character ends here.
            if (((heads[head / Long.SIZE] >>> head) & 1) != 0 && at >= searched) {
                searched = foundAt(text, at, byHead.getOrDefault(head, List.of()), places);
            }
        }
        for (Form form : shorter) {
            for (int at = text.indexOf(form.text()); at >= 0; at = text.indexOf(form.text(), at + 1)) {
                places.found(at, at + form.text().length());
            }
        }
    }

    /** Returns the position to continue from. */
    private static int foundAt(String text, int at, List<Form> candidates, Places places) {
        int goOn = at + 1;
        for (Form form : candidates) {
            if (text.startsWith(form.text(), at)) {
                int from = at;
                int to = at + form.text().length();
                if (form.inBase64()) {
                    while (from > 0 && isBase64(text.charAt(from - 1))) {
                        from--;
                    }
                    while (to < text.length() && isBase64(text.charAt(to))) {
                        to++;
                    }
                    goOn = to;
                }
                places.found(from, to);
            }
        }
        return goOn;
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_'
                || c == '=';
    }
}
