package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the members of every request: not stored, streamed, a list of input, instructions, a known tier and include. */
final class BasicsCheck implements RequestCheck {
    private static final Set<String> TIERS = Set.of("priority", "default");
    private static final Set<String> INCLUDES = Set.of(
            "reasoning.encrypted_content",
            "web_search_call.action.sources",
            "web_search_call.results",
            "file_search_call.results",
            "message.input_image.image_url",
            "message.output_text.logprobs",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs");

    private final boolean refuseAbsentInstructions;

    BasicsCheck(boolean refuseAbsentInstructions) {
        this.refuseAbsentInstructions = refuseAbsentInstructions;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        JsonNode body = request.body();
        boolean onSocket = request.http().onSocket();
        // On a socket, an absent "store" is accepted and means that the response is stored.
        if (body.path(TurnRequest.STORE).booleanValue(!onSocket)) {
            throw BadRequests.detail("Store must be set to false");
        }
        if (!body.path(TurnRequest.STREAM).booleanValue(onSocket)) {
            throw BadRequests.detail("Stream must be set to true");
        }
        if (!body.path(TurnRequest.INPUT).isArray()) {
            throw BadRequests.detail("Input must be a list");
        }
        // Lite bodies carry their instructions as a developer message.
        if (refuseAbsentInstructions
                && !request.lite()
                && !body.path(TurnRequest.INSTRUCTIONS).isString()) {
            throw BadRequests.detail("Instructions are required");
        }
        lite(request);
        String tier = Json.string(body, TurnRequest.SERVICE_TIER, "default");
        if (!TIERS.contains(tier)) {
            throw BadRequests.detail("Unsupported service_tier: " + tier);
        }
        includes(body);
    }

    private static void lite(TurnRequest request) throws RefusedException {
        if (request.lite() && request.parallelToolCalls()) {
            throw BadRequests.invalid(
                    "The x-openai-internal-codex-responses-lite header requires parallel_tool_calls to be false.",
                    TurnRequest.PARALLEL,
                    null);
        }
    }

    private static void includes(JsonNode body) throws RefusedException {
        int index = 0;
        for (JsonNode include : TurnRequest.elements(body.path(TurnRequest.INCLUDE))) {
            String name = include.stringValue("");
            if (!INCLUDES.contains(name)) {
                throw BadRequests.value(
                        TurnRequest.INCLUDE + "[" + index + "]",
                        name,
                        INCLUDES.stream().sorted().toList());
            }
            index++;
        }
    }
}
