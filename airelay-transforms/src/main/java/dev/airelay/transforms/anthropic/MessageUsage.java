package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Token counts in Anthropic's terms: cached tokens are not among the input tokens. */
final class MessageUsage {

    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_CREATION = "cache_creation_input_tokens";

    private MessageUsage() {}

    /** Returns what a message's usage has from its start: counts of zero, and null for what the upstream does not report. */
    static ObjectNode begun() {
        ObjectNode usage = unknown();
        usage.putNull("cache_creation").putNull("output_tokens_details").putNull("server_tool_use");
        usage.putNull("service_tier").putNull("inference_geo").putNull("speed");
        return usage;
    }

    /** Returns zeros, for a response whose counts are not known: the API always has counts. */
    static ObjectNode unknown() {
        return Json.object()
                .put(INPUT, 0)
                .put(CACHE_CREATION, 0)
                .put(CACHE_READ, 0)
                .put(OUTPUT, 0);
    }

    /**
     * Returns the counts of a response object.
     *
     * @param searches how many web searches the response needed
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
        counts.putObject("output_tokens_details")
                .put(
                        "thinking_tokens",
                        usage.path("output_tokens_details")
                                .path("reasoning_tokens")
                                .asLong(0));
        if (searches > 0) {
            counts.putObject("server_tool_use")
                    .put("web_search_requests", searches)
                    .put("web_fetch_requests", 0);
        }
        return counts;
    }
}
