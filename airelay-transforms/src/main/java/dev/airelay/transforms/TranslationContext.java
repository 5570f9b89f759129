package dev.airelay.transforms;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a translation may depend on besides the request's body: settings, and where time and ids come from.
 *
 * @param toolsAllowed false on the {@code /no-tools} routes, where a request that offers tools is rejected
 * @param strictParameters true turns every ignored parameter into a rejection
 * @param minimalInstructions sent when the client gives no instructions; the upstream refuses empty ones
 * @param clientSession the client's own conversation key from a request header, if it sent one
 * @param ids supplies fresh unpredictable id tokens of letters and digits, without a prefix
 * @param clock the current time, used where the upstream reports none; asked when a reply begins and when it ends
 */
public record TranslationContext(
        boolean toolsAllowed,
        boolean strictParameters,
        String minimalInstructions,
        Optional<String> clientSession,
        Supplier<String> ids,
        InstantSource clock) {

    /** Returns the current time in whole seconds. */
    public long epochSeconds() {
        return clock.instant().getEpochSecond();
    }
}
