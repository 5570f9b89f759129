package dev.airelay.traffic.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request besides its answer's bytes.
 *
 * @param answer the answer's own facts; null when it is not a model's
 * @param ignoredParameters of the request, as disclosed to the client
 * @param streamError code of the error that ended a stream; null when none did
 */
public record Outcome(
        @Nullable ModelAnswer answer,
        List<String> ignoredParameters,
        @Nullable String streamError) {
    /** Of an answer that is not a model's. */
    public static final Outcome PLAIN = new Outcome(null, List.of(), null);

    /** Copies the list. */
    public Outcome {
        ignoredParameters = List.copyOf(ignoredParameters);
    }
}
