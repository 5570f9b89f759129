package dev.airelay.traffic.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request besides its answer's bytes.
 *
 * @param answer what the answer says of itself; null when it is no model's
 * @param ignoredParameters of the request, as disclosed to the client
 * @param streamError code of the error that ended a stream; null when none did
 */
public record Outcome(
        @Nullable ModelAnswer answer,
        List<String> ignoredParameters,
        @Nullable String streamError) {
    /** Of an answer that is no model's. */
    public static final Outcome PLAIN = new Outcome(null, List.of(), null);

    /** Copies the list. */
    public Outcome {
        ignoredParameters = List.copyOf(ignoredParameters);
    }
}
