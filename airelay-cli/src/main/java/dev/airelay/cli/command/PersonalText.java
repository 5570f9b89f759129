package dev.airelay.cli.command;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.config.ConfigSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hides from a text who wrote it: the home directory, the user's name in paths, the addresses of other machines, and the account.
 * A name is hidden only as a whole part of a file's path: it may be a word that AIRelay itself uses.
 *
 * @param hidden the replacements of whole matches, by pattern
 */
record PersonalText(Map<Pattern, String> hidden) {
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

    private static final String ADDRESS = "[address]";
    /** A path of the relay's API: alone, or behind an origin. */
    private static final String API = "(?<![\\w.-])(?:\\w+://[^/\\s]+)?(?:/no-tools)?/(?:v1|api)/[^\\s\"']*";

    private static final Pattern API_PATH = Pattern.compile(API);
    /** Say nothing about a person. */
    private static final Set<String> COMMON_USERS = Set.of("root", "airelay");

    static PersonalText of(ConfigSources sources) {
        Map<Pattern, String> hidden = new LinkedHashMap<>();
        Path home = sources.home();
        if (home.getNameCount() > 0) {
            hidden.put(Pattern.compile(Pattern.quote(home.toString()) + "(?![\\w-]|\\.\\w)"), "~");
        }
        String names = Stream.concat(
                        Stream.of("USER", "LOGNAME", "USERNAME").map(sources.environment()::get),
                        Stream.ofNullable(home.getFileName()).map(Path::toString))
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank() && !COMMON_USERS.contains(name))
                .distinct()
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        if (!names.isEmpty()) {
            // A path of the API is matched first, and whole, so that no part of it is.
            hidden.put(
                    Pattern.compile(
                            API + "|(?<=[/\\\\])(?:" + names + ")(?![\\w-]|\\.\\w)",
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS),
                    "[user]");
        }
        hidden.put(IPV4, ADDRESS);
        hidden.put(IPV6, ADDRESS);
        return new PersonalText(hidden);
    }

    /** Returns what hides the account of a session too. */
    PersonalText of(SessionStatus session) {
        Map<Pattern, String> more = new LinkedHashMap<>();
        put(more, session.email(), "[email]");
        put(more, session.accountId(), "[account]");
        put(more, session.boundAccountId(), "[account]");
        more.putAll(hidden);
        return new PersonalText(more);
    }

    private static void put(Map<Pattern, String> hidden, @Nullable String secret, String instead) {
        if (secret != null && !secret.isBlank()) {
            hidden.put(Pattern.compile("(?<!\\w)" + Pattern.quote(secret) + "(?!\\w)"), instead);
        }
    }

    String hide(String text) {
        String result = text;
        for (Map.Entry<Pattern, String> entry : hidden.entrySet()) {
            result = entry.getKey().matcher(result).replaceAll(match -> stays(match) ? "$0" : entry.getValue());
        }
        return result;
    }

    private static boolean stays(MatchResult match) {
        return NOBODY.matcher(match.group()).matches()
                || API_PATH.matcher(match.group()).matches();
    }
}
