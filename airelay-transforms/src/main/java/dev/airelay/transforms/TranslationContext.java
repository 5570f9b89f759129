package dev.airelay.transforms;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a translation may depend on besides the request's body: settings, and time and ids as plain inputs.
 *
 * @param toolsAllowed false on the {@code /no-tools} routes, where a request that offers tools is rejected
 * @param strictParameters true turns every ignored parameter into a rejection
 * @param minimalInstructions sent when the client gives no instructions; the upstream refuses empty ones
 * @param clientSession the client's own conversation key from a request header, if it sent one
 * @param ids supplies fresh unpredictable id tokens of letters and digits, without a prefix
 * @param epochSeconds the current time, used where the upstream reports none
 */
public record TranslationContext(
        boolean toolsAllowed,
        boolean strictParameters,
        String minimalInstructions,
        Optional<String> clientSession,
        Supplier<String> ids,
        long epochSeconds) {}
