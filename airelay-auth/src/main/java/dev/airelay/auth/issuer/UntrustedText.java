package dev.airelay.auth.issuer;

import dev.airelay.base.TerminalText;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes text that others wrote fit to be shown: on one line, without characters that steer a terminal, not too long, and
 * without the secrets it may quote.
 */
public final class UntrustedText {
    private static final int MAX_CHARACTERS = 300;
    /** A secret shorter than this is none, and hiding it would tear words apart. */
    private static final int MIN_SECRET = 4;

    private static final String HIDDEN = "[hidden]";
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+[A-Za-z0-9_=.-]*+");

    private UntrustedText() {}

    /** The text without anything that looks like a token. */
    public static String shown(String text) {
        return shown(text, List.of());
    }

    /** The text without these secrets, plain or percent-encoded, and without anything that looks like a token. */
    public static String shown(String text, Collection<String> secrets) {
        String safe = text;
        for (String secret : secrets) {
            if (secret.length() >= MIN_SECRET) {
                safe = safe.replace(secret, HIDDEN).replace(PercentEncoding.encode(secret), HIDDEN);
            }
        }
        return oneLine(JWT.matcher(safe).replaceAll(HIDDEN));
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        int[] characters = text.strip().codePoints().limit(MAX_CHARACTERS + 1L).toArray();
        for (int i = 0; i < Math.min(characters.length, MAX_CHARACTERS); i++) {
            append(line, characters[i]);
        }
        return characters.length > MAX_CHARACTERS ? line.append("...").toString() : line.toString();
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
}
