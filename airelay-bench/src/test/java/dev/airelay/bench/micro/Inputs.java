package dev.airelay.bench.micro;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The requests and events that the benchmarks work on. */
final class Inputs {

    private static final String ITEM = "\"item_id\":\"msg_0123456789abcdef\",\"output_index\":0,\"content_index\":0";
    private static final String PROMPT =
            "Summarise the attached notes in three short points, and keep every number. ".repeat(4);

    private Inputs() {}

    /** Returns the events before the first delta. */
    static String beginning() {
        return event(
                        "response.created",
                        "\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"model\":\"gpt-5.5\"}")
                + event(
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":{\"id\":\"msg_0123456789abcdef\",\"type\":\"message\",\"role\":\"assistant\","
                                + "\"status\":\"in_progress\",\"content\":[]}")
                + event("response.content_part.added", ITEM + ",\"part\":{\"type\":\"output_text\",\"text\":\"\"}");
    }

    /** Returns so many deltas, each an event of about 220 bytes. */
    static String deltas(int count) {
        return event(
                        "response.output_text.delta",
                        ITEM + ",\"delta\":\" word\",\"logprobs\":[],\"obfuscation\":\"q8Xk2m\"")
                .repeat(count);
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":7," + members + "}\n\n";
    }

    /** Returns a streamed request of a dialect, of about 1 KB. */
    static ObjectNode request(String dialect) {
        ObjectNode request =
                JsonMapper.shared().createObjectNode().put("model", "gpt-5.5").put("stream", true);
        switch (dialect) {
            case "chat" -> {
                request.putArray("messages").addObject().put("role", "system").put("content", PROMPT);
                request.withArray("messages").addObject().put("role", "user").put("content", PROMPT);
            }
            case "completions" -> request.put("prompt", PROMPT + PROMPT);
            default -> request.put("instructions", PROMPT).put("input", PROMPT);
        }
        return request;
    }
}
