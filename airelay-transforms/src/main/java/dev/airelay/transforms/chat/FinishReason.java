package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Why a completion ended. */
enum FinishReason {
    STOP("stop"),
    LENGTH("length"),
    CONTENT_FILTER("content_filter"),
    TOOL_CALLS("tool_calls"),
    FUNCTION_CALL("function_call");

    private final String wireName;

    FinishReason(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /**
     * Returns the reason for the end of a turn. A turn that was cut short says so even when it holds calls: the last of
     * them is likely cut too, and no client should run it.
     *
     * @param completed whether the turn ended well
     * @param response what the upstream's response object says
     * @param calls the reason when there are calls, else {@link #STOP}
     */
    static FinishReason of(boolean completed, ObjectNode response, FinishReason calls) {
        if (completed) {
            return calls;
        }
        String reason = Json.text(response.path("incomplete_details"), "reason");
        return reason.equals(CONTENT_FILTER.wireName) ? CONTENT_FILTER : LENGTH;
    }
}
