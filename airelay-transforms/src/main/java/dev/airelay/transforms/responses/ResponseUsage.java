package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Token counts of a response object. */
final class ResponseUsage {

    private static final JsonName INPUT = new JsonName("input_tokens");
    private static final JsonName INPUT_DETAILS = new JsonName("input_tokens_details");
    private static final JsonName CACHED = new JsonName("cached_tokens");
    private static final JsonName OUTPUT = new JsonName("output_tokens");
    private static final JsonName OUTPUT_DETAILS = new JsonName("output_tokens_details");
    private static final JsonName REASONING = new JsonName("reasoning_tokens");
    private static final JsonName TOTAL = new JsonName("total_tokens");

    private ResponseUsage() {}

    /** Returns whether the counts are exactly those that {@link #of} returns, as the backend usually sends them. */
    static boolean hasForm(JsonSlice upstream) {
        JsonMembers counts = upstream.members();
        return counts.count() == 5
                && isCount(counts, 0, INPUT)
                && counts.named(1, INPUT_DETAILS)
                && isOneCount(counts.value(1), CACHED)
                && isCount(counts, 2, OUTPUT)
                && counts.named(3, OUTPUT_DETAILS)
                && isOneCount(counts.value(3), REASONING)
                && isCount(counts, 4, TOTAL);
    }

    private static boolean isOneCount(JsonSlice details, JsonName name) {
        JsonMembers members = details.members();
        return members.count() == 1 && isCount(members, 0, name);
    }

    private static boolean isCount(JsonMembers counts, int member, JsonName name) {
        return counts.named(member, name) && counts.value(member).isCount();
    }

    /** Returns the counts with all their members; null if the upstream reported none, because none are invented. */
    static JsonNode of(JsonNode upstream) {
        JsonNode input = upstream.path("input_tokens");
        JsonNode output = upstream.path("output_tokens");
        if (!input.isIntegralNumber() || !output.isIntegralNumber()) {
            return NullNode.getInstance();
        }
        ObjectNode usage = Json.object();
        usage.set("input_tokens", input);
        usage.set(
                "input_tokens_details",
                counts(upstream.path("input_tokens_details"), "cached_tokens", List.of("cache_write_tokens")));
        usage.set("output_tokens", output);
        usage.set(
                "output_tokens_details", counts(upstream.path("output_tokens_details"), "reasoning_tokens", List.of()));
        usage.put("total_tokens", upstream.path("total_tokens").asLong(input.asLong(0) + output.asLong(0)));
        addOthers(upstream, usage, List.of());
        return usage;
    }

    /** Returns zero counts. */
    static ObjectNode zero() {
        ObjectNode usage = Json.object().put("input_tokens", 0);
        usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
        usage.put("output_tokens", 0);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return usage.put("total_tokens", 0);
    }

    private static ObjectNode counts(JsonNode details, String always, List<String> sometimes) {
        ObjectNode counts = Json.object().put(always, details.path(always).asLong(0));
        for (String name : sometimes) {
            if (details.path(name).isIntegralNumber()) {
                counts.set(name, details.path(name));
            }
        }
        addOthers(details, counts, sometimes);
        return counts;
    }

    /** Adds the public members that the relay does not know. */
    private static void addOthers(JsonNode upstream, ObjectNode known, List<String> checked) {
        for (Map.Entry<String, JsonNode> member : upstream.properties()) {
            String name = member.getKey();
            if (!known.has(name) && !checked.contains(name) && ResponseMember.isPublic(name)) {
                known.set(name, member.getValue());
            }
        }
    }
}
