package dev.airelay.traffic.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
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
    /** The part of a form that is looked up before it is compared. */
    private static final int HEAD = 4;

    private static final int HEADS = 1 << 16;
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
    private final BitSet heads = new BitSet(HEADS);
    private final Map<Integer, List<Form>> byHead = new HashMap<>();
    private final List<Form> shorter = new ArrayList<>();

    SecretForms(Collection<String> secrets) {
        secrets.forEach(this::addForms);
        for (Form form : forms) {
            if (form.text().length() < HEAD) {
                shorter.add(form);
            } else {
                int head = head(form.text(), 0);
                heads.set(head);
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

    private static int head(String text, int at) {
        int head = 0;
        for (int i = 0; i < HEAD; i++) {
            head = head * 131 + text.charAt(at + i);
        }
        return (head ^ head >>> 16) & (HEADS - 1);
    }

    boolean none() {
        return forms.isEmpty();
    }

    /** Finds every place where a secret stands in the text. */
    void find(String text, Places places) {
        int last = text.length() - HEAD;
        for (int at = 0; at <= last; at++) {
            int head = head(text, at);
            if (heads.get(head)) {
                at = foundAt(text, at, byHead.getOrDefault(head, List.of()), places);
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
        int goOn = at;
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
                    goOn = to - 1;
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
