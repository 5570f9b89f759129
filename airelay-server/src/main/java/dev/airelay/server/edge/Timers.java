package dev.airelay.server.edge;

import dev.airelay.backend.RestartableTimer;

/**
 * What runs against a client that sends a request.
 *
 * @param header until the head is complete
 * @param bodyIdle since the last bytes of the body
 * @param body until the body is complete
 * @param keepAlive without a request
 */
record Timers(RestartableTimer header, RestartableTimer bodyIdle, RestartableTimer body, RestartableTimer keepAlive) {

    void stopBody() {
        bodyIdle.pause();
        body.pause();
    }

    /** Leaves nothing behind on the loop. */
    void end() {
        header.stop();
        bodyIdle.stop();
        body.stop();
        keepAlive.stop();
    }
}
