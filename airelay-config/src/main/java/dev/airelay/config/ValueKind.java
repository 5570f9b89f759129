package dev.airelay.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * How one kind of setting is read, checked and written. Implementations are immutable; the factory methods below list
 * all of them.
 *
 * @param <T> the type of the value
 */
interface ValueKind<T> {
    /** The allowed values, to follow "must be"; for numbers the range, e.g. {@code 0..65535}. */
    String allowed();

    /** Whether a value is within the allowed range. */
    boolean allows(T value);

    /** The value of an environment variable or flag; empty when the text is not allowed. */
    Optional<T> fromText(String text, PathBase base);

    /** The value of a TOML scalar or array from the parser; empty if its type or range is wrong. */
    default Optional<T> fromToml(Object value, PathBase base) {
        return value instanceof String text ? fromText(text.strip(), base) : Optional.empty();
    }

    /** The value as TOML source. */
    default String toToml(T value) {
        return TomlText.quoted(value.toString());
    }

    /** The value, copied if the caller could still change it. */
    default T copy(T value) {
        return value;
    }

    /** Whether the file may contain it as a table, whose keys are not settings themselves. */
    default boolean takesTable() {
        return false;
    }

    /** Whether messages must not contain a rejected value. */
    default boolean secret() {
        return false;
    }

    /** The text to show in place of a rejected value that messages must not contain; follows "was". */
    default String withoutSecret(Object refused) {
        return "something else";
    }

    /** Yes or no. TOML requires its own booleans; text may also be yes/no, on/off or 1/0. */
    static ValueKind<Boolean> yesOrNo() {
        return new YesOrNo();
    }

    /** One of a few names in lower case, written in any letter case. The module that uses it knows their meaning. */
    static ValueKind<String> choice(String... names) {
        return new Choice(List.of(names));
    }

    /** A whole number within a closed range. */
    static ValueKind<Integer> ints(int min, int max) {
        return new WholeNumber<>(min, max, Math::toIntExact);
    }

    /** A whole number within a closed range. */
    static ValueKind<Long> longs(long min, long max) {
        return new WholeNumber<>(min, max, Long::valueOf);
    }

    /** A duration in seconds, with or without a fraction, rounded down to nanoseconds. */
    static ValueKind<Duration> seconds(Duration min, Duration max) {
        return new Seconds(min, max);
    }

    /** A line of text that a pattern matches as a whole. */
    static ValueKind<String> text(Pattern form, String allowed) {
        return new Text(allowed, UnaryOperator.identity(), whole(form));
    }

    /** A host name or address; brackets around an IPv6 address are dropped. */
    static ValueKind<String> host() {
        return new Text(
                "a host name or IP address without scheme or port", ListenHost::withoutBrackets, ListenHost::isValid);
    }

    /** Text that messages must not contain, or nothing. */
    static ValueKind<Optional<String>> optionalSecret(Pattern form, String allowed) {
        return new OptionalSecret(allowed, whole(form));
    }

    /** A list of names: a TOML array of strings, or text separated by commas. An empty list is allowed. */
    static ValueKind<List<String>> names(Predicate<String> check, String allowed) {
        return new Names(allowed, check);
    }

    /** A list of names, each matched by a pattern as a whole. */
    static ValueKind<List<String>> names(Pattern form, String allowed) {
        return new Names(allowed, whole(form));
    }

    /** Names that stand for others: a TOML table, a TOML array of {@code "alias=model"}, or such entries as text. */
    static ValueKind<Map<String, String>> aliases() {
        return new Aliases();
    }

    /** A file or directory; always absolute once read. */
    static ValueKind<Path> path() {
        return new FilePath();
    }

    /** The word {@code none}, or a file. */
    static ValueKind<Optional<Path>> optionalPath() {
        return new OptionalPath();
    }

    /** An absolute http or https address without user, query and fragment; trailing slashes are dropped. */
    static ValueKind<URI> url() {
        return new Url();
    }

    /** A proxy's address. Messages do not contain a rejected one, because it may contain a password. */
    static ValueKind<ProxyAddress> proxy() {
        return new Proxy();
    }

    /** The words {@code environment} and {@code none}, or a value of another kind. {@code direct} means none. */
    static <T> ValueKind<Inheritable<T>> inheritable(ValueKind<T> given) {
        return new Inherited<>(given);
    }

    private static Predicate<String> whole(Pattern form) {
        return text -> form.matcher(text).matches();
    }

    /** See {@link #yesOrNo}. */
    record YesOrNo() implements ValueKind<Boolean> {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public boolean allows(Boolean value) {
            return true;
        }

        @Override
        public Optional<Boolean> fromText(String text, PathBase base) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on", "1" -> Optional.of(true);
                case "false", "no", "off", "0" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<Boolean> fromToml(Object value, PathBase base) {
            return value instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
        }

        @Override
        public String toToml(Boolean value) {
            return value.toString();
        }
    }

    /** See {@link #choice}. */
    record Choice(List<String> names) implements ValueKind<String> {
        @Override
        public String allowed() {
            return "one of " + String.join(", ", names);
        }

        @Override
        public boolean allows(String value) {
            return names.contains(value);
        }

        @Override
        public Optional<String> fromText(String text, PathBase base) {
            return Optional.of(text.toLowerCase(Locale.ROOT)).filter(this::allows);
        }
    }

    /** See {@link #ints} and {@link #longs}. */
    record WholeNumber<T extends Number>(long min, long max, LongFunction<T> boxing) implements ValueKind<T> {
        @Override
        public String allowed() {
            return min + ".." + max;
        }

        @Override
        public boolean allows(T value) {
            return inRange(value.longValue());
        }

        private boolean inRange(long value) {
            return value >= min && value <= max;
        }

        @Override
        public Optional<T> fromText(String text, PathBase base) {
            try {
                return boxed(Long.parseLong(text));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<T> fromToml(Object value, PathBase base) {
            return value instanceof Long number ? boxed(number) : Optional.empty();
        }

        private Optional<T> boxed(long value) {
            return inRange(value) ? Optional.of(boxing.apply(value)) : Optional.empty();
        }

        @Override
        public String toToml(T value) {
            return value.toString();
        }
    }

    /** See {@link #seconds}. */
    record Seconds(Duration min, Duration max) implements ValueKind<Duration> {
        @Override
        public String allowed() {
            return toToml(min) + ".." + toToml(max) + " seconds";
        }

        @Override
        public boolean allows(Duration value) {
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        }

        private boolean inRange(BigDecimal seconds) {
            return seconds.compareTo(seconds(min)) >= 0 && seconds.compareTo(seconds(max)) <= 0;
        }

        @Override
        public Optional<Duration> fromText(String text, PathBase base) {
            try {
                return duration(new BigDecimal(text));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<Duration> fromToml(Object value, PathBase base) {
            if (value instanceof Long whole) {
                return Optional.of(Duration.ofSeconds(whole)).filter(this::allows);
            }
            return value instanceof Double fraction && Double.isFinite(fraction)
                    ? duration(BigDecimal.valueOf(fraction))
                    : Optional.empty();
        }

        private Optional<Duration> duration(BigDecimal seconds) {
            // The range is checked first: it also prevents a huge exponent from being expanded.
            return inRange(seconds)
                    ? Optional.of(Duration.ofNanos(seconds.movePointRight(9)
                            .setScale(0, RoundingMode.DOWN)
                            .longValueExact()))
                    : Optional.empty();
        }

        @Override
        public String toToml(Duration value) {
            return seconds(value).stripTrailingZeros().toPlainString();
        }

        private static BigDecimal seconds(Duration value) {
            return BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
        }
    }

    /** See {@link #text} and {@link #host}. */
    record Text(String allowed, UnaryOperator<String> normal, Predicate<String> check) implements ValueKind<String> {
        @Override
        public boolean allows(String value) {
            return check.test(value);
        }

        @Override
        public Optional<String> fromText(String text, PathBase base) {
            return Optional.of(normal.apply(text)).filter(check);
        }
    }

    /** See {@link #optionalSecret}. */
    record OptionalSecret(String allowed, Predicate<String> check) implements ValueKind<Optional<String>> {
        @Override
        public boolean allows(Optional<String> value) {
            return value.map(check::test).orElse(true);
        }

        // Outer: whether the text is allowed. Inner: whether there is any.
        @Override
        public Optional<Optional<String>> fromText(String text, PathBase base) {
            return Optional.of(Optional.of(text).filter(given -> !given.isEmpty()))
                    .filter(this::allows);
        }

        @Override
        public String toToml(Optional<String> value) {
            throw new IllegalStateException("a secret is not written to the file");
        }

        @Override
        public boolean secret() {
            return true;
        }
    }

    /** See {@link #names}. */
    record Names(String allowed, Predicate<String> check) implements ValueKind<List<String>> {
        @Override
        public boolean allows(List<String> value) {
            return value.stream().allMatch(check);
        }

        @Override
        public List<String> copy(List<String> value) {
            return List.copyOf(value);
        }

        @Override
        public Optional<List<String>> fromText(String text, PathBase base) {
            return checked(Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList());
        }

        @Override
        public Optional<List<String>> fromToml(Object value, PathBase base) {
            return strings(value)
                    .flatMap(names -> checked(names.stream().map(String::strip).toList()));
        }

        private Optional<List<String>> checked(List<String> names) {
            return Optional.of(names).filter(this::allows);
        }

        @Override
        public String toToml(List<String> value) {
            return value.stream().map(TomlText::quoted).collect(Collectors.joining(", ", "[", "]"));
        }

        /** The elements of a TOML array of strings; empty for anything else. */
        static Optional<List<String>> strings(Object value) {
            if (!(value instanceof TomlArray array)) {
                return Optional.empty();
            }
            List<String> strings = new ArrayList<>();
            for (Object element : array.toList()) {
                if (!(element instanceof String text)) {
                    return Optional.empty();
                }
                strings.add(text);
            }
            return Optional.of(strings);
        }
    }

    /** See {@link #aliases}. */
    record Aliases() implements ValueKind<Map<String, String>> {

        private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e&&[^,=]]{1,200}");

        @Override
        public String allowed() {
            return "a list of alias=model or alias=model:effort entries, or a table of them";
        }

        @Override
        public boolean allows(Map<String, String> value) {
            return value.entrySet().stream().allMatch(alias -> isName(alias.getKey()) && isName(alias.getValue()));
        }

        private static boolean isName(String text) {
            return NAME.matcher(text).matches();
        }

        @Override
        public Map<String, String> copy(Map<String, String> value) {
            return Map.copyOf(value);
        }

        @Override
        public Optional<Map<String, String>> fromText(String text, PathBase base) {
            return ofEntries(Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .toList());
        }

        @Override
        public Optional<Map<String, String>> fromToml(Object value, PathBase base) {
            return value instanceof TomlTable table
                    ? ofTable(table)
                    : Names.strings(value).flatMap(this::ofEntries);
        }

        private Optional<Map<String, String>> ofTable(TomlTable table) {
            Map<String, String> aliases = new LinkedHashMap<>();
            for (List<String> path : table.keyPathSet(false)) {
                if (path.size() != 1 || !(table.get(path) instanceof String model)) {
                    return Optional.empty();
                }
                aliases.put(path.get(0).strip(), model.strip());
            }
            return checked(aliases);
        }

        private Optional<Map<String, String>> ofEntries(List<String> entries) {
            Map<String, String> aliases = new LinkedHashMap<>();
            for (String entry : entries) {
                int equals = entry.indexOf('=');
                if (equals < 0) {
                    return Optional.empty();
                }
                String previous = aliases.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
                if (previous != null) {
                    return Optional.empty();
                }
            }
            return checked(aliases);
        }

        private Optional<Map<String, String>> checked(Map<String, String> aliases) {
            return Optional.of(aliases).filter(this::allows).map(Map::copyOf);
        }

        @Override
        public String toToml(Map<String, String> value) {
            return value.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(alias -> TomlText.quoted(alias.getKey() + "=" + alias.getValue()))
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public boolean takesTable() {
            return true;
        }
    }

    /** See {@link #path}. */
    record FilePath() implements ValueKind<Path> {

        /** The limit of Linux; also bounds how deep a path can be. */
        private static final int MAX_CHARS = 4_096;

        @Override
        public String allowed() {
            return "a path of at most " + MAX_CHARS + " characters; ~/ is your home directory, ~name is not supported";
        }

        @Override
        public boolean allows(Path value) {
            return value.isAbsolute();
        }

        @Override
        public Optional<Path> fromText(String text, PathBase base) {
            return text.length() > MAX_CHARS ? Optional.empty() : base.resolve(text);
        }
    }

    /** See {@link #optionalPath}. */
    record OptionalPath() implements ValueKind<Optional<Path>> {

        private static final String NONE = "none";
        private static final FilePath PATH = new FilePath();

        @Override
        public String allowed() {
            return NONE + " or " + PATH.allowed();
        }

        @Override
        public boolean allows(Optional<Path> value) {
            return value.map(PATH::allows).orElse(true);
        }

        // Outer: whether the text is allowed. Inner: whether it names a file.
        @Override
        @SuppressWarnings("OptionalMapToOptional")
        public Optional<Optional<Path>> fromText(String text, PathBase base) {
            if (text.toLowerCase(Locale.ROOT).equals(NONE)) {
                return Optional.of(Optional.empty());
            }
            Optional<Path> given = PATH.fromText(text, base);
            return given.isPresent() ? Optional.of(given) : Optional.empty();
        }

        @Override
        public String toToml(Optional<Path> value) {
            return value.map(PATH::toToml).orElseGet(() -> TomlText.quoted(NONE));
        }
    }

    /** See {@link #url}. */
    record Url() implements ValueKind<URI> {
        @Override
        public String allowed() {
            return "an http:// or https:// URL without user name, query or fragment";
        }

        @Override
        public boolean allows(URI value) {
            String scheme = value.getScheme();
            return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                    && value.getHost() != null
                    && value.getPort() <= 65_535
                    && value.getRawUserInfo() == null
                    && value.getRawQuery() == null
                    && value.getRawFragment() == null;
        }

        @Override
        public Optional<URI> fromText(String text, PathBase base) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == '/') {
                end--;
            }
            try {
                return Optional.of(new URI(text.substring(0, end))).filter(this::allows);
            } catch (URISyntaxException malformed) {
                return Optional.empty();
            }
        }
    }

    /** See {@link #proxy}. */
    record Proxy() implements ValueKind<ProxyAddress> {
        @Override
        public String allowed() {
            return "a proxy such as http://[user:password@]host:port, also with https, socks5 or socks5h";
        }

        @Override
        public boolean allows(ProxyAddress value) {
            return true;
        }

        @Override
        public Optional<ProxyAddress> fromText(String text, PathBase base) {
            try {
                return Optional.of(ProxySyntax.parse(text));
            } catch (ProxySyntax.Refused notAProxy) {
                return Optional.empty();
            }
        }

        @Override
        public boolean secret() {
            return true;
        }

        @Override
        public String withoutSecret(Object refused) {
            if (!(refused instanceof String text)) {
                return ValueKind.super.withoutSecret(refused);
            }
            try {
                return ProxySyntax.parse(text.strip()).toString();
            } catch (ProxySyntax.Refused why) {
                return String.valueOf(why.getMessage());
            }
        }
    }

    /** See {@link #inheritable}. */
    record Inherited<T>(ValueKind<T> given) implements ValueKind<Inheritable<T>> {

        private static final String ENVIRONMENT = "environment";
        private static final String NONE = "none";
        private static final String DIRECT = "direct";

        @Override
        public String allowed() {
            return ENVIRONMENT + ", " + NONE + " or " + given.allowed();
        }

        @Override
        public boolean allows(Inheritable<T> value) {
            return value.value().map(given::allows).orElse(true);
        }

        @Override
        public Optional<Inheritable<T>> fromText(String text, PathBase base) {
            Optional<Inheritable<T>> word = word(text);
            return word.isPresent() ? word : given.fromText(text, base).map(Inheritable::given);
        }

        @Override
        public Optional<Inheritable<T>> fromToml(Object value, PathBase base) {
            Optional<Inheritable<T>> word = value instanceof String text ? word(text.strip()) : Optional.empty();
            return word.isPresent() ? word : given.fromToml(value, base).map(Inheritable::given);
        }

        @Override
        public String toToml(Inheritable<T> value) {
            return value.value()
                    .map(given::toToml)
                    .orElseGet(() -> TomlText.quoted(value.mode().name().toLowerCase(Locale.ROOT)));
        }

        @Override
        public boolean secret() {
            return given.secret();
        }

        @Override
        public String withoutSecret(Object refused) {
            return given.withoutSecret(refused);
        }

        private Optional<Inheritable<T>> word(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case ENVIRONMENT -> Optional.of(Inheritable.without(Inheritable.Mode.ENVIRONMENT));
                case NONE, DIRECT -> Optional.of(Inheritable.without(Inheritable.Mode.NONE));
                default -> Optional.empty();
            };
        }
    }
}
