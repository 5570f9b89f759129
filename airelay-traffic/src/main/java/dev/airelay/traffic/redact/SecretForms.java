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
 * The ways in which some secrets can be written, and the search for all of them at once: in time linear in the text, however
 * many there are. Immutable.
 */
final class SecretForms {
    /** The part of a form that is looked up before it is compared: its hash is that of so many characters and of none before. */
    private static final int HEAD = 4;

    private static final int BITS_PER_CHARACTER = 4;
    private static final int HEADS = 1 << (HEAD * BITS_PER_CHARACTER);
    private static final int JSON_WITHIN_JSON = 3;
    /** In Base64 and hexadecimal a shorter one would be found in ordinary words. */
    private static final int LEAST_RECODED_BYTES = 8;

    /**
     * One way to write a secret.
     *
     * @param inBase64 whether what stands around it, without a gap, holds some of the secret's bits too
     */
    private record Form(String text, boolean inBase64) {

        // Both are written out because the ones that Java makes for records cost the start of a relay a hundred
        // classes.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Form form && inBase64 == form.inBase64 && text.equals(form.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** Gets the places where secrets stand, in order of their beginning; they may overlap. */
    @FunctionalInterface
    interface Places {
        void found(int from, int to);
    }

    private final Set<Form> forms = new LinkedHashSet<>();
    /** A bit for each hash with which a form begins. */
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

    /** The part of an encoding that does not depend on the text before and after the secret. */
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

    /** Returns the hash of the last characters, from the hash of those before and one more. */
    private static int head(int before, char next) {
        return ((before << BITS_PER_CHARACTER) ^ next) & (HEADS - 1);
    }

    boolean none() {
        return forms.isEmpty();
    }

    /** Finds every place where a secret stands in the text. */
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

    /** Returns the place to continue from. */
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
