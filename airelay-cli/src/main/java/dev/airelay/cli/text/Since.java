package dev.airelay.cli.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when something shall begin: a span before now, or a time. A time without a zone is in UTC, as the log is. */
public final class Since {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,7})([smhd])");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    private Since() {}

    /** Returns the time; empty when the text is neither. */
    public static Optional<Instant> parse(String text, Instant now) {
        String plain = text.strip();
        Matcher span = SPAN.matcher(plain.toLowerCase(Locale.ROOT));
        if (span.matches()) {
            return Optional.ofNullable(UNITS.get(span.group(2)))
                    .map(unit -> now.minus(Duration.of(Long.parseLong(span.group(1)), unit)));
        }
        return FORMS.stream()
                .map(form -> read(form, plain))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Instant> read(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeException anotherForm) {
            return Optional.empty();
        }
    }
}
