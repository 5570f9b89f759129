package dev.airelay.emulator.http;

import java.time.Duration;

/** Answers requests to one path. Called on several event loops at once. */
public interface Endpoint {
    /**
     * Returns the response to a request.
     *
     * @throws RefusedException when the request is answered with an error
     */
    ScriptedResponse answer(IncomingRequest request) throws RefusedException;

    /** Returns a refusal as a response. */
    static ScriptedResponse refuse(Refusal refusal) {
        return ScriptedResponse.json(refusal.status(), refusal.body(), Transport.paced(Duration.ZERO))
                .withHeaders(refusal.headers());
    }
}
