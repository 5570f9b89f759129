package dev.airelay.transforms.spi;

import java.util.Optional;

/**
 * The facts from a request's route and headers.
 *
 * @param toolsAllowed false on the {@code /no-tools} routes, where a request that offers tools is rejected
 * @param clientSession the client's own conversation key from a request header, if it sent one
 * @param prepares whether the turn is only prepared, to be continued, so that it may have no input
 */
public record RequestOrigin(boolean toolsAllowed, Optional<String> clientSession, boolean prepares) {

    /** Returns the origin of a request whose turn is generated. */
    public RequestOrigin(boolean toolsAllowed, Optional<String> clientSession) {
        this(toolsAllowed, clientSession, false);
    }
}
