package dev.airelay.server.http;

import java.util.List;
import java.util.Optional;

/**
 * The part of a request over a WebSocket that a {@code POST} lacks: its socket remembers the last turn of each lane, even if
 * the response is not stored. Used on the connection's event loop.
 */
public interface SocketTurn {

    /** Returns whether output is generated; if not, the turn is only prepared, to be continued. */
    boolean generates();

    /**
     * Returns all items up to a response that the socket remembers, oldest first; empty if it does not.
     *
     * @param responseId the id of the response
     */
    Optional<List<byte[]>> before(String responseId);

    /**
     * Remembers a turn, replacing the last one of the same lane.
     *
     * @param responseId the id of its response
     * @param items all items so far, as JSON objects, oldest first; must not be changed
     */
    void keep(String responseId, List<byte[]> items);
}
