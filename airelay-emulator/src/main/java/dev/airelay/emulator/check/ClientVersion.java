package dev.airelay.emulator.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's version such as 0.144.0, which gates models. */
public record ClientVersion(int major, int minor, int patch) implements Comparable<ClientVersion> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");

    /** The first version in a text such as {@code codex_exec/0.169.0 (Debian)}. */
    public static Optional<ClientVersion> in(String text) {
        Matcher found = NUMBERS.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        int[] parts = Arrays.stream(found.group().split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Optional.of(new ClientVersion(parts[0], parts[1], parts[2]));
    }

    @Override
    public int compareTo(ClientVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }
}
