package dev.airelay.server;

/**
 * What runs against a client that sends a request.
 *
 * @param header until the head is complete
 * @param bodyIdle since the last bytes of the body
 * @param body until the body is complete
 * @param keepAlive without a request
 */
record Timers(Countdown header, Countdown bodyIdle, Countdown body, Countdown keepAlive) {

    void stopBody() {
        bodyIdle.stop();
        body.stop();
    }

    /** Leaves nothing behind on the loop. */
    void end() {
        header.end();
        bodyIdle.end();
        body.end();
        keepAlive.end();
    }
}
