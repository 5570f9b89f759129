package dev.airelay.traffic.redact;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets recognized by their shape, or by the name before them, within text. The groups of a pattern are what stays; the rest
 * of the match is the secret, and a match that stays whole has none. Every pattern takes time linear in the text:
 * repetitions are possessive or bounded, and no part of the text is looked through from more than one place.
 */
final class SecretPatterns {
    /** A plain quote, or one escaped within JSON within JSON, six times over. */
    private static final String QUOTE = "\\\\{0,63}+[\"']";

    private static final String IS = "(?:" + QUOTE + ")?\\s{0,9}[:=]\\s{0,9}(?:" + QUOTE + ")?";
    private static final String NAMES = "(?:[a-z0-9_-]{0,40}"
            + "(?:token|secret|password|api[_-]?key|private[_-]?key|verifier)"
            + "|passwd|passphrase|user[_-]?code|device[_-]?code|device[_-]?auth[_-]?id|authorization[_-]?code)";

    private static final List<Pattern> PATTERNS = Stream.of(
                    "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)",
                    // A whole header line; within quotes up to their end.
                    "\\b((?:proxy-)?authorization" + IS + ")[^\"'\\\\\\r\\n]++",
                    "\\b((?:set-)?cookie" + IS + ")[^\"'\\\\\\r\\n]++",
                    "\\b(bearer(?:\\s|%20|\\+){1,9})(?!(?:tokens?|auth|authentication)\\b)[^\\s\"'\\\\,;<>&]++",
                    "\\b(basic\\s{1,9})[a-z0-9+/_-]{8,}+={0,2}",
                    // JSON web tokens, signed or encrypted. A word that is none stays, and is not looked into again.
                    "(eyJ[a-z0-9_-]*+(?!\\.))|eyJ[a-z0-9_-]{6,}+(?:\\.[a-z0-9_-]*+){1,4}",
                    "(?<![a-z0-9])(?:sk|rk|sess)-[a-z0-9_-]{6,}+",
                    // Refresh tokens and codes of the login issuer.
                    "(?<![a-z0-9])(?:rt|ac)_[a-z0-9._-]{16,}+",
                    "((?:[?&]|^)code=)[^&\\s\"'\\\\#]++",
                    "(?<!\\\\)(" + QUOTE + "code" + QUOTE + "\\s{0,9}:\\s{0,9}" + QUOTE + ")[^\"'\\\\]++",
                    "(?<![a-z0-9_-])(" + NAMES + IS + ")[^\\s\"'\\\\&,;<>{}\\[\\]]++")
            .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
            .toList();

    private SecretPatterns() {}

    static String redactedIn(String text) {
        String redacted = text;
        for (Pattern pattern : PATTERNS) {
            Matcher matcher = pattern.matcher(redacted);
            if (matcher.find()) {
                redacted = matcher.replaceAll(SecretPatterns::withoutSecret);
            }
        }
        return redacted;
    }

    private static String withoutSecret(MatchResult found) {
        String kept = found.groupCount() == 0 || found.group(1) == null ? "" : found.group(1);
        boolean none = kept.length() == found.end() - found.start();
        return Matcher.quoteReplacement(none ? kept : kept + Redactor.REDACTED);
    }
}
