package dev.airelay.cli.command;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.ConfigSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hides from a text who wrote it: the home directory, the user's name in paths, the addresses of other machines, and the account.
 * A name is hidden only as a whole part of a file's path: it may be a word that AIRelay itself uses.
 *
 * @param hidden the texts, beside all addresses
 */
record PersonalText(List<Hidden> hidden) {
    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\w.])(?:::ffff:)?\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\w)", Pattern.CASE_INSENSITIVE);
    /** Written out, or with {@code ::}; a time of day has neither. */
    private static final Pattern IPV6 = Pattern.compile(
            "(?<![\\w:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}"
                    + "|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?)"
                    + "(?:%\\w+)?(?![\\w:])",
            Pattern.CASE_INSENSITIVE);
    /** Addresses that name no machine, and this machine's own. */
    private static final Pattern NOBODY = Pattern.compile("(?:::ffff:)?127\\..*|0\\.0\\.0\\.0|::1?|0(?::0){6}:[01]");
    /** A path of the relay's API: alone, or behind an origin. */
    private static final Pattern API_PATH = Pattern.compile("(?:\\w++://[^/]*+)?(?:/no-tools)?/(?:v1|api)/.*");

    private static final String ADDRESS = "[address]";
    private static final String QUOTES = "\"'";
    /** Say nothing about a person. */
    private static final Set<String> COMMON_USERS = Set.of("root", "airelay");

    PersonalText {
        hidden = List.copyOf(hidden);
    }

    /** Where a text is hidden: never as a part of a longer word. */
    private enum Place {
        /** Anywhere. */
        WORD,
        /** Behind a slash or a backslash, in any letter case, unless the path is one of the API. */
        PATH_PART
    }

    /**
     * A text to be hidden.
     *
     * @param instead the text in its place
     */
    private record Hidden(String text, Place place, String instead) {
        boolean at(String whole, int start) {
            if (!whole.regionMatches(place == Place.PATH_PART, start, text, 0, text.length())
                    || goesOn(whole, start + text.length())) {
                return false;
            }
            if (place == Place.PATH_PART) {
                return start > 0 && "/\\".indexOf(whole.charAt(start - 1)) >= 0 && !inPathOfApi(whole, start);
            }
            return start == 0 || !Character.isLetterOrDigit(whole.charAt(start - 1));
        }

        /** Whether a name continues here: with a letter, a digit, a hyphen, or an ending such as {@code .d}. */
        private static boolean goesOn(String whole, int end) {
            if (end >= whole.length()) {
                return false;
            }
            char next = whole.charAt(end);
            return next == '.'
                    ? end + 1 < whole.length() && Character.isLetterOrDigit(whole.charAt(end + 1))
                    : Character.isLetterOrDigit(next) || next == '-' || next == '_';
        }

        private static boolean inPathOfApi(String whole, int at) {
            int start = at;
            while (start > 0 && !ends(whole.charAt(start - 1))) {
                start--;
            }
            int end = at;
            while (end < whole.length() && !ends(whole.charAt(end))) {
                end++;
            }
            return API_PATH.matcher(whole).region(start, end).matches();
        }

        private static boolean ends(char c) {
            return Character.isWhitespace(c) || QUOTES.indexOf(c) >= 0;
        }
    }

    static PersonalText of(ConfigSources sources) {
        List<Hidden> hidden = new ArrayList<>();
        Path home = sources.home();
        if (home.getNameCount() > 0) {
            hidden.add(new Hidden(home.toString(), Place.WORD, "~"));
        }
        Stream.concat(
                        Stream.of("USER", "LOGNAME", "USERNAME").map(sources.environment()::get),
                        Stream.ofNullable(home.getFileName()).map(Path::toString))
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank() && !COMMON_USERS.contains(name))
                .distinct()
                .forEach(name -> hidden.add(new Hidden(name, Place.PATH_PART, "[user]")));
        return new PersonalText(hidden);
    }

    /** Returns what hides the account of a session too. */
    PersonalText of(SessionStatus session) {
        List<Hidden> more = new ArrayList<>();
        add(more, session.email(), "[email]");
        add(more, session.accountId(), "[account]");
        add(more, session.boundAccountId(), "[account]");
        more.addAll(hidden);
        return new PersonalText(more);
    }

    private static void add(List<Hidden> hidden, @Nullable String text, String instead) {
        if (text != null && !text.isBlank()) {
            hidden.add(new Hidden(text, Place.WORD, instead));
        }
    }

    String hide(String text) {
        String result = text;
        for (Hidden one : hidden) {
            result = replaced(result, one);
        }
        return withoutAddresses(IPV6, withoutAddresses(IPV4, result));
    }

    private static String replaced(String text, Hidden one) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            if (one.at(text, at)) {
                result.append(one.instead());
                at += one.text().length();
            } else {
                result.append(text.charAt(at));
                at++;
            }
        }
        return result.toString();
    }

    private static String withoutAddresses(Pattern form, String text) {
        return form.matcher(text)
                .replaceAll(match -> NOBODY.matcher(match.group()).matches() ? "$0" : ADDRESS);
    }
}
