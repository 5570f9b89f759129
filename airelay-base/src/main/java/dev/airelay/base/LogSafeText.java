package dev.airelay.base;

import java.util.Collection;
import java.util.regex.Pattern;

/** Untrusted text made safe for messages and logs: bounded, without terminal control characters, and without credentials. */
public final class LogSafeText {
    private static final int MAX_QUOTED = 100;
    private static final int MAX_LINE = 300;
    /** Hiding a shorter secret would garble ordinary words. */
    private static final int MIN_SECRET = 4;

    private static final int MAX_PLAIN_JWT = 20;
    private static final int MAX_PLAIN_KEY = 12;
    private static final int MAX_PLAIN_BEARER = 8;

    private static final String HIDDEN = "[hidden]";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    /** The beginning of a JWT's header, even if truncated or inside a word. */
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+[A-Za-z0-9_=.-]*+");

    private LogSafeText() {}

    /** Returns a client's text for quoting in a message: truncated, with a question mark for each control character. */
    public static String of(String text) {
        String cut = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
        return CONTROL.matcher(cut).replaceAll("?");
    }

    /** Returns the text, truncated to this many characters. */
    public static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
    }

    /**
     * Returns the text on one line, truncated, without these secrets and without credentials, and with terminal control
     * characters escaped.
     *
     * @param secrets in each spelling that the text may quote
     */
    public static String oneLine(String text, Collection<String> secrets) {
        String safe = text;
        for (String secret : secrets) {
            if (secret.length() >= MIN_SECRET) {
                safe = safe.replace(secret, HIDDEN);
            }
        }
        return oneLine(withoutCredentials(safe));
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        int[] characters = text.strip().codePoints().limit(MAX_LINE + 1L).toArray();
        for (int i = 0; i < Math.min(characters.length, MAX_LINE); i++) {
            append(line, characters[i]);
        }
        return characters.length > MAX_LINE ? line.append("...").toString() : line.toString();
    }

    private static void append(StringBuilder line, int character) {
        if (Character.isWhitespace(character) && character != '\u2028' && character != '\u2029') {
            line.append(' ');
        } else if (TerminalText.steers(character)) {
            line.append(String.format("\\u%04x", character));
        } else {
            line.appendCodePoint(character);
        }
    }

    /**
     * Returns the text with {@code [hidden]} in place of everything that looks like a credential: JWTs, keys, bearer tokens.
     */
    public static String withoutCredentials(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        int i = 0;
        boolean bearer = false;
        while (i < text.length()) {
            int end = wordEnd(text, i);
            if (end == i) {
                safe.append(text.charAt(i++));
                continue;
            }
            String word = text.substring(i, end);
            boolean hidden = isCredential(word) || (bearer && word.length() > MAX_PLAIN_BEARER);
            safe.append(hidden ? HIDDEN : word);
            bearer = word.equalsIgnoreCase("bearer");
            i = end;
        }
        return JWT.matcher(safe).replaceAll(HIDDEN);
    }

    private static boolean isCredential(String word) {
        boolean token = word.startsWith("eyJ") && word.length() > MAX_PLAIN_JWT;
        boolean key =
                (word.startsWith("sk-") || word.startsWith("sess-") || word.startsWith("rt_") || word.startsWith("rt."))
                        && word.length() > MAX_PLAIN_KEY;
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
