package dev.airelay.emulator.http;

import java.time.Duration;

/** What answers requests to one path. Called on event loops, from several at once. */
public interface Endpoint {
    /**
     * The answer to a request.
     *
     * @throws RefusedException when the request is answered with an error
     */
    ScriptedResponse answer(IncomingRequest request) throws RefusedException;

    /** A refusal as an answer. */
    static ScriptedResponse refuse(Refusal refusal) {
        return ScriptedResponse.json(refusal.status(), refusal.body(), Transport.paced(Duration.ZERO))
                .withHeaders(refusal.headers());
    }
}
