package dev.airelay.transforms.anthropic;

import java.util.Optional;

/**
 * The upstream's encrypted reasoning as the signature of a thinking block, which clients send back unchanged. Its prefix distinguishes
 * it from the signatures of Anthropic's own models, which the upstream could not read.
 *
 * @param itemId the id of the reasoning item; without the separator
 * @param encrypted the encrypted reasoning
 */
record ThinkingSignature(String itemId, String encrypted) {

    private static final String PREFIX = "airelay1.";
    private static final char SEPARATOR = '.';

    /** Reads a signature; empty for one that is not the relay's. */
    static Optional<ThinkingSignature> parse(String signature) {
        int separator = signature.indexOf(SEPARATOR, PREFIX.length());
        if (!signature.startsWith(PREFIX) || separator < 0 || separator == signature.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new ThinkingSignature(
                signature.substring(PREFIX.length(), separator), signature.substring(separator + 1)));
    }

    /** Returns the signature in the form for clients. */
    String text() {
        return PREFIX + itemId.replace(SEPARATOR, '_') + SEPARATOR + encrypted;
    }
}
