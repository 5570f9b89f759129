package dev.airelay.traffic.redact;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shapes of secrets as regular expressions, one after the other: the specification of {@link SecretShapes}. The groups of a
 * pattern are what stays; the rest of the match is the secret, and a match that stays whole has none.
 */
final class PatternOracle {
    /** A plain quote, or one escaped within JSON within JSON, six times over. */
    private static final String QUOTE = "\\\\{0,63}+[\"']";

    private static final String IS = "(?:" + QUOTE + ")?\\s{0,9}[:=]\\s{0,9}(?:" + QUOTE + ")?";
    private static final String NAMES = "(?:[a-z0-9_-]{0,40}"
            + "(?:token|secret|password|api[_-]?key|private[_-]?key|verifier)"
            + "|passwd|passphrase|user[_-]?code|device[_-]?code|device[_-]?auth[_-]?id|authorization[_-]?code)";

    /**
     * Word boundaries: in ASCII the same as {@code \b}, whose meaning beyond it depends on the Java version. A word begins
     * behind a letter of another script, and does not end before one, so that more is a secret.
     */
    private static final String BEGIN = "(?<![a-z0-9_])";

    private static final String END = "(?![\\p{L}\\p{Nd}\\p{Mn}_])";

    private static final List<Pattern> PATTERNS = Stream.of(
                    "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)",
                    BEGIN + "((?:proxy-)?authorization" + IS + ")[^\"'\\\\\\r\\n]++",
                    BEGIN + "((?:set-)?cookie" + IS + ")[^\"'\\\\\\r\\n]++",
                    BEGIN + "(bearer(?:\\s|%20|\\+){1,9})(?!(?:tokens?|auth|authentication)" + END
                            + ")[^\\s\"'\\\\,;<>&]++",
                    BEGIN + "(basic\\s{1,9})[a-z0-9+/_-]{8,}+={0,2}",
                    "(eyJ[a-z0-9_-]*+(?!\\.))|eyJ[a-z0-9_-]{6,}+(?:\\.[a-z0-9_-]*+){1,4}",
                    "(?<![a-z0-9])(?:sk|rk|sess)-[a-z0-9_-]{6,}+",
                    "(?<![a-z0-9])(?:rt|ac)_[a-z0-9._-]{16,}+",
                    "((?:[?&]|^)code=)[^&\\s\"'\\\\#]++",
                    "(?<!\\\\)(" + QUOTE + "code" + QUOTE + "\\s{0,9}:\\s{0,9}" + QUOTE + ")[^\"'\\\\]++",
                    "(?<![a-z0-9_-])(" + NAMES + IS + ")[^\\s\"'\\\\&,;<>{}\\[\\]]++")
            .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
            .toList();

    private PatternOracle() {}

    static String redactedIn(String text) {
        String redacted = text;
        for (Pattern pattern : PATTERNS) {
            redacted = pattern.matcher(redacted).replaceAll(PatternOracle::withoutSecret);
        }
        return redacted;
    }

    private static String withoutSecret(MatchResult found) {
        String kept = found.groupCount() == 0 || found.group(1) == null ? "" : found.group(1);
        boolean none = kept.length() == found.end() - found.start();
        return Matcher.quoteReplacement(none ? kept : kept + Redactor.REDACTED);
    }
}
