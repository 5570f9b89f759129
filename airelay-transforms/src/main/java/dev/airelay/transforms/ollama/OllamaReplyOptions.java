package dev.airelay.transforms.ollama;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The parts of a request that shape its reply.
 *
 * @param form where the reply has its text
 * @param model the model as the client named it, which Ollama repeats
 * @param thinking whether the client gets to see the thinking
 * @param stops stop sequences, none of them empty; the text ends before the first that occurs
 * @param token the beginning of ids of calls for which the upstream gives none
 * @param clock the current time, by which durations are measured
 * @param started when the request came
 * @param loaded why a reply ended that came from no model
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
