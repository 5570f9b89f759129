package dev.airelay.traffic.write;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a log file: {@code YYYY/MM/DD-HH.log}, UTC. A full part is renamed to {@code DD-HH.001.log}; finished files
 * end in {@code .gz}. Sorts in the order of writing: the parts of an hour come before its last file.
 *
 * @param hour its start
 * @param part from 1; {@link #LAST} for the file without a number
 * @param gzipped whether it is compressed
 */
public record LogFileName(Instant hour, int part, boolean gzipped) implements Comparable<LogFileName> {
    /** Records from several threads may arrive slightly unsorted at the turn of the hour. */
    static final Duration LATE = Duration.ofMinutes(1);

    private static final long SECONDS_PER_HOUR = 3_600;

    public static final int LAST = Integer.MAX_VALUE;

    private static final Pattern FORM =
            Pattern.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})-([0-9]{2})(?:\\.([0-9]{3,8}))?\\.log(\\.gz)?");
    private static final Comparator<LogFileName> ORDER = Comparator.comparing(LogFileName::hour)
            .thenComparingInt(LogFileName::part)
            .thenComparing(name -> !name.gzipped());

    /**
     * Returns whether a record of that time goes to this file. A slightly late record goes to the file of those before it.
     */
    boolean takes(Instant time) {
        long seconds = time.getEpochSecond() - hour.getEpochSecond();
        return seconds >= -LATE.toSeconds() && seconds < SECONDS_PER_HOUR;
    }

    /** The file for records of that time. */
    static LogFileName at(Instant time) {
        return new LogFileName(time.truncatedTo(ChronoUnit.HOURS), LAST, false);
    }

    /** Parses a path below the log directory; empty if it is not a log file. */
    static Optional<LogFileName> parse(Path relative) {
        Matcher form = FORM.matcher(relative.toString().replace('\\', '/'));
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
            LocalDateTime hour = LocalDateTime.of(day, LocalTime.of(number(form, 4), 0));
            int part = form.group(5) == null ? LAST : number(form, 5);
            return Optional.of(new LogFileName(hour.toInstant(ZoneOffset.UTC), part, form.group(6) != null));
        } catch (DateTimeException noSuchHour) {
            return Optional.empty();
        }
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    Path in(Path directory) {
        ZonedDateTime start = hour.atZone(ZoneOffset.UTC);
        String number = part == LAST ? "" : "." + digits(part, 3);
        String file = digits(start.getDayOfMonth(), 2) + "-" + digits(start.getHour(), 2) + number + ".log";
        return directory
                .resolve(digits(start.getYear(), 4))
                .resolve(digits(start.getMonthValue(), 2))
                .resolve(gzipped ? file + ".gz" : file);
    }

    private static String digits(int number, int least) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }

    /** Returns the name of another part of the same hour. */
    public LogFileName withPart(int number) {
        return new LogFileName(hour, number, gzipped);
    }

    /** Returns the name of the same file compressed. */
    public LogFileName compressed() {
        return new LogFileName(hour, part, true);
    }

    /** Returns the name of the same file uncompressed. */
    public LogFileName plain() {
        return new LogFileName(hour, part, false);
    }

    @Override
    public int compareTo(LogFileName other) {
        return ORDER.compare(this, other);
    }

    // Written by hand: the method that Java generates for records loads about a hundred classes at start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogFileName name
                && part == name.part
                && gzipped == name.gzipped
                && hour.equals(name.hour);
    }

    @Override
    public int hashCode() {
        return hour.hashCode() * 31 + part;
    }
}
