package dev.airelay.transforms.failure;

import java.util.Locale;

/** Makes upstream text fit for a client's eyes: no markup, no credentials, bounded. */
final class SafeText {

    private static final int MAX_CHARS = 2000;
    private static final String HIDDEN = "[hidden]";

    private SafeText() {}

    /** Returns true when the text is a web page rather than a message. */
    static boolean isMarkup(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html") || start.contains("<body");
    }

    /** Returns the text with everything that looks like a credential replaced, cut to a length that logs bear. */
    static String shown(String text) {
        String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
        StringBuilder shown = new StringBuilder(cut.length());
        int i = 0;
        boolean bearer = false;
        while (i < cut.length()) {
            int end = wordEnd(cut, i);
            if (end == i) {
                shown.append(cut.charAt(i++));
                continue;
            }
            String word = cut.substring(i, end);
            boolean hidden = isCredential(word) || (bearer && word.length() > 8);
            shown.append(hidden ? HIDDEN : word);
            bearer = word.equalsIgnoreCase("bearer");
            i = end;
        }
        return shown.toString();
    }

    private static boolean isCredential(String word) {
        boolean token = word.startsWith("eyJ") && word.length() > 20;
        boolean key =
                (word.startsWith("sk-") || word.startsWith("sess-") || word.startsWith("rt_") || word.startsWith("rt."))
                        && word.length() > 12;
        return token || key;
    }

    private static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length() && isWord(text.charAt(i))) {
            i++;
        }
        // A full stop ends the sentence, not the credential.
        while (i > from && text.charAt(i - 1) == '.') {
            i--;
        }
        return i;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '*' || c == '+' || c == '/';
    }
}
