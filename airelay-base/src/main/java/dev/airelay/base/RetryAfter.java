package dev.airelay.base;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the Retry-After header: seconds, or a date. Some servers send fractions of a second, which the standard does not
 * define.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, section 10.2.3</a>
 */
public final class RetryAfter {
    private static final int NANO_DIGITS = 9;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,15}(?:\\.[0-9]{1,15})?");

    private RetryAfter() {}

    /** Returns the time to wait from now, negative if the date has passed; empty if the value has neither form. */
    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            BigDecimal seconds = new BigDecimal(text);
            int nanos = seconds.remainder(BigDecimal.ONE)
                    .movePointRight(NANO_DIGITS)
                    .intValue();
            return Optional.of(Duration.ofSeconds(seconds.longValue(), nanos));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }
}
