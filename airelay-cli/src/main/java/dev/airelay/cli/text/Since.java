package dev.airelay.cli.text;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when something shall begin: a span before now, or a time. A time without a zone is in the person's own. */
public final class Since {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,7})([smhd])");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final List<BiFunction<String, ZoneId, Instant>> FORMS = List.of(
            (text, zone) -> OffsetDateTime.parse(text).toInstant(),
            (text, zone) -> LocalDateTime.parse(text).atZone(zone).toInstant(),
            (text, zone) -> LocalDate.parse(text).atStartOfDay(zone).toInstant());

    private Since() {}

    /**
     * Returns the time; empty when the text is neither.
     *
     * @param clock the current time, and the zone of times without one
     */
    public static Optional<Instant> parse(String text, Clock clock) {
        String plain = text.strip();
        Matcher span = SPAN.matcher(plain.toLowerCase(Locale.ROOT));
        if (span.matches()) {
            return Optional.ofNullable(UNITS.get(span.group(2)))
                    .map(unit -> clock.instant().minus(Duration.of(Long.parseLong(span.group(1)), unit)));
        }
        return FORMS.stream()
                .map(form -> read(form, plain, clock.getZone()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Instant> read(BiFunction<String, ZoneId, Instant> form, String text, ZoneId zone) {
        try {
            return Optional.of(form.apply(text, zone));
        } catch (DateTimeException anotherForm) {
            return Optional.empty();
        }
    }
}
