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

    /** Returns the events of a whole answer, whose response objects have the members that the upstream sends. */
    static String answer(int deltas) {
        String running = "\"response\":" + response("in_progress", "", "null");
        String text = " word".repeat(deltas);
        String part = "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"%s\"}";
        String item = "{\"id\":\"msg_0123456789abcdef\",\"type\":\"message\",\"status\":\"%s\",\"content\":[%s],"
                + "\"role\":\"assistant\"}";
        String whole = item.formatted("completed", part.formatted(text));
        String usage = "{\"input_tokens\":42,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":30,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":72}";
        return event("response.created", running)
                + event("response.in_progress", running)
                + event(
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":" + item.formatted("in_progress", ""))
                + event("response.content_part.added", ITEM + ",\"part\":" + part.formatted(""))
                + deltas(deltas)
                + event("response.output_text.done", ITEM + ",\"text\":\"" + text + "\",\"logprobs\":[]")
                + event("response.content_part.done", ITEM + ",\"part\":" + part.formatted(text))
                + event("response.output_item.done", "\"output_index\":0,\"item\":" + whole)
                + event("response.completed", "\"response\":" + response("completed", whole, usage));
    }

    private static String response(String status, String output, String usage) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"" + status
                + "\",\"background\":false,\"error\":null,\"incomplete_details\":null,\"instructions\":\"" + PROMPT
                + "\",\"max_output_tokens\":null,\"max_tool_calls\":null,\"model\":\"gpt-5.5\",\"output\":[" + output
                + "],\"parallel_tool_calls\":true,\"previous_response_id\":null,\"prompt_cache_key\":null,"
                + "\"reasoning\":{\"effort\":\"medium\",\"summary\":null},\"safety_identifier\":null,"
                + "\"service_tier\":\"auto\",\"store\":false,\"temperature\":1.0,"
                + "\"text\":{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"},\"tool_choice\":\"auto\",\"tools\":[],"
                + "\"top_logprobs\":0,\"top_p\":1.0,\"truncation\":\"disabled\",\"usage\":" + usage
                + ",\"user\":null,\"metadata\":{}}";
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
