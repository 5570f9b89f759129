package dev.airelay.transforms.ollama;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The parts of a request that shape its reply.
 *
 * @param form the place of the reply's text
 * @param model the client's name of the model, which Ollama repeats
 * @param thinking whether the client gets the thinking
 * @param stops stop sequences, none of them empty; the text ends before the first that occurs
 * @param token the prefix of ids of calls for which the upstream gives none
 * @param clock the current time, for durations
 * @param started when the request arrived
 * @param loaded the reason of a reply without a model call
 */
record OllamaReplyOptions(
        ReplyForm form,
        String model,
        boolean thinking,
        List<String> stops,
        String token,
        InstantSource clock,
        Instant started,
        String loaded) {

    OllamaReplyOptions {
        stops = List.copyOf(stops);
    }
}
