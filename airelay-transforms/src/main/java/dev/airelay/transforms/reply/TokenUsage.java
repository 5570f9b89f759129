package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Token counts in the form of the chat and the legacy API. */
public final class TokenUsage {

    private TokenUsage() {}

    /** Returns the counts of a response object; empty if the upstream reported none, because none are invented. */
    public static Optional<ObjectNode> of(ObjectNode response) {
        JsonNode usage = response.path("usage");
        JsonNode input = usage.path("input_tokens");
        JsonNode output = usage.path("output_tokens");
        if (!input.isIntegralNumber() || !output.isIntegralNumber()) {
            return Optional.empty();
        }
        JsonNode inputDetails = usage.path("input_tokens_details");
        ObjectNode chat = Json.object()
                .put("prompt_tokens", input.asLong(0))
                .put("completion_tokens", output.asLong(0))
                .put("total_tokens", usage.path("total_tokens").asLong(input.asLong(0) + output.asLong(0)));
        ObjectNode prompt = chat.putObject("prompt_tokens_details")
                .put("cached_tokens", inputDetails.path("cached_tokens").asLong(0))
                .put("audio_tokens", 0);
        if (inputDetails.path("cache_write_tokens").isIntegralNumber()) {
            prompt.put(
                    "cache_write_tokens",
                    inputDetails.path("cache_write_tokens").asLong(0));
        }
        chat.putObject("completion_tokens_details")
                .put(
                        "reasoning_tokens",
                        usage.path("output_tokens_details")
                                .path("reasoning_tokens")
                                .asLong(0))
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return Optional.of(chat);
    }
}
