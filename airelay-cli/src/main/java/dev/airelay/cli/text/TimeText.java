package dev.airelay.cli.text;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as people read them, in their own time zone.
 *
 * @param clock the current time and the time zone
 */
public record TimeText(Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Duration NEAR = Duration.ofHours(6);
    private static final int WEEK_DAYS = 6;

    /** Returns the date and the time to the second. */
    public String whole(Instant time) {
        return WHOLE.format(local(time));
    }

    /** Returns the time of today, {@code Thu 09:00} within a week, and the date otherwise. */
    public String shortly(Instant time) {
        ZonedDateTime local = local(time);
        LocalDate today = local(clock.instant()).toLocalDate();
        if (local.toLocalDate().equals(today)) {
            return TIME.format(local);
        }
        boolean thisWeek = !local.toLocalDate().isAfter(today.plusDays(WEEK_DAYS))
                && !local.toLocalDate().isBefore(today.minusDays(WEEK_DAYS));
        return (thisWeek ? DAY_AND_TIME : DATE_AND_TIME).format(local);
    }

    /** Returns a time to come, and how far away it is when it is near: {@code 16:40, in 1 h 12 min}. */
    public String until(Instant time) {
        Duration left = Duration.between(clock.instant(), time);
        return left.compareTo(NEAR) < 0 && !left.isNegative() ? shortly(time) + ", in " + span(left) : shortly(time);
    }

    /** Returns how long ago a time is: {@code 2 min ago}. */
    public String ago(Instant time) {
        Duration past = Duration.between(time, clock.instant());
        if (past.compareTo(Duration.ofMinutes(1)) < 0) {
            return "just now";
        }
        return (past.toHours() > 0 ? past.toHours() + " h" : past.toMinutes() + " min") + " ago";
    }

    /** Returns the two largest units of a length: {@code 3 d 4 h}, {@code 12 min}, {@code 45 s}. */
    public static String span(Duration length) {
        if (length.toDays() > 0) {
            return length.toDays() + " d" + part(length.toHoursPart(), " h");
        } else if (length.toHours() > 0) {
            return length.toHours() + " h" + part(length.toMinutesPart(), " min");
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " min" : Math.max(0, length.toSeconds()) + " s";
    }

    private static String part(int number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }

    private ZonedDateTime local(Instant time) {
        ZoneId zone = clock.getZone();
        return time.atZone(zone);
    }
}
