package dev.airelay.traffic.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request besides the bytes of its response.
 *
 * @param answer the facts that the response states; null if it is not a model's
 * @param ignoredParameters of the request, as disclosed to the client
 * @param streamError code of the error that ended a stream; null if there was none
 */
public record Outcome(
        @Nullable ModelAnswer answer,
        List<String> ignoredParameters,
        @Nullable String streamError) {
    /** The outcome of a response that is not a model's. */
    public static final Outcome PLAIN = new Outcome(null, List.of(), null);

    /** Copies the list. */
    public Outcome {
        ignoredParameters = List.copyOf(ignoredParameters);
    }
}
