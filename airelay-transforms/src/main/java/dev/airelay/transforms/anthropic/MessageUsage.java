package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Token counts in Anthropic's terms: cached tokens are not among the input tokens. */
final class MessageUsage {

    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String OUTPUT_DETAILS = "output_tokens_details";
    private static final String SERVER_TOOLS = "server_tool_use";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_CREATION = "cache_creation_input_tokens";

    private MessageUsage() {}

    /**
     * Returns the usage at the beginning of a message: no counts yet, and null for values that the upstream does not report.
     */
    static ObjectNode atStart() {
        return unknown()
                .putNull("cache_creation")
                .putNull("inference_geo")
                .putNull("service_tier")
                .putNull("speed");
    }

    /** Returns zeros, for a response with unknown counts: the API always has counts. */
    static ObjectNode unknown() {
        return Json.object()
                .put(INPUT, 0)
                .put(CACHE_CREATION, 0)
                .put(CACHE_READ, 0)
                .put(OUTPUT, 0)
                .putNull(OUTPUT_DETAILS)
                .putNull(SERVER_TOOLS);
    }

    /**
     * Returns the counts of a response object.
     *
     * @param searches number of web searches of the response
     */
    static ObjectNode of(ObjectNode response, int searches) {
        JsonNode usage = response.path("usage");
        JsonNode details = usage.path("input_tokens_details");
        long cached = details.path("cached_tokens").asLong(0);
        long written = details.path("cache_write_tokens").asLong(0);
        ObjectNode counts = Json.object()
                .put(INPUT, Math.max(0, usage.path(INPUT).asLong(0) - cached - written))
                .put(CACHE_CREATION, written)
                .put(CACHE_READ, cached)
                .put(OUTPUT, usage.path(OUTPUT).asLong(0));
        counts.putObject(OUTPUT_DETAILS)
                .put(
                        "thinking_tokens",
                        usage.path(OUTPUT_DETAILS).path("reasoning_tokens").asLong(0));
        if (searches == 0) {
            return counts.putNull(SERVER_TOOLS);
        }
        counts.putObject(SERVER_TOOLS).put("web_search_requests", searches).put("web_fetch_requests", 0);
        return counts;
    }
}
