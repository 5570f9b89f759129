package dev.airelay.transforms.spi;

import java.util.Optional;

/**
 * What a request's route and headers say.
 *
 * @param toolsAllowed false on the {@code /no-tools} routes, where a request that offers tools is rejected
 * @param clientSession the client's own conversation key from a request header, if it sent one
 */
public record RequestOrigin(boolean toolsAllowed, Optional<String> clientSession) {}
