package dev.airelay.server.http;

import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a request. Unknown parameters are ignored; an empty value counts as absent. A query with invalid
 * percent-encoding is rejected with 400 on first use.
 */
public final class QueryParameters {

    private final String target;

    private QueryParameters(String target) {
        this.target = target;
    }

    /** Returns the query of a request target; it is parsed on first use. */
    public static QueryParameters of(String requestTarget) {
        return new QueryParameters(requestTarget);
    }

    private Map<String, List<String>> values() {
        try {
            return new QueryStringDecoder(target).parameters();
        } catch (IllegalArgumentException malformed) {
            throw new RequestRejected(
                    400,
                    new ApiError(
                            "The query of the request URL contains an invalid percent-encoding.",
                            ApiError.INVALID_REQUEST,
                            null,
                            "malformed_query"));
        }
    }

    /** Returns all values of a parameter; {@code name[]} is read as {@code name}, as some SDKs send lists. */
    public List<String> all(String name) {
        Map<String, List<String>> values = values();
        return values.getOrDefault(name, values.getOrDefault(name + "[]", List.of()));
    }

    /** Returns the first value of a parameter. */
    public Optional<String> text(String name) {
        return values().getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /**
     * Returns the value of a parameter as a whole number.
     *
     * @throws RequestRejected if it is not one, or not within the range
     */
    public long wholeNumber(String name, long min, long max, long absent) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return absent;
        }
        try {
            long number = Long.parseLong(given.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Reported below, like a number out of range.
        }
        throw invalid(name, given.get(), "a whole number " + range(min, max));
    }

    /**
     * Returns the value of a parameter that is true or false; absent means false.
     *
     * @throws RequestRejected if it is neither
     */
    public boolean flag(String name) {
        String given = text(name).orElse("false");
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid(name, given, "true or false");
        };
    }

    /** Returns a range of numbers in words, without the limit of the number type. */
    static String range(long min, long max) {
        return max >= Long.MAX_VALUE - 1 ? "of at least " + min : "from " + min + " to " + max;
    }

    public static RequestRejected invalid(String name, String given, String expected) {
        return RequestRejected.badRequest(
                name,
                "invalid_value",
                "Invalid value for '" + name + "': expected " + expected + ", but got '" + LogSafeText.of(given)
                        + "'.");
    }
}
