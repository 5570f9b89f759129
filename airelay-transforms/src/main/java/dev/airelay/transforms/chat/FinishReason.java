package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.EndReason;

/** Why a completion ended. */
enum FinishReason {
    STOP(EndReason.STOP.wireName()),
    LENGTH(EndReason.LENGTH.wireName()),
    CONTENT_FILTER(EndReason.CONTENT_FILTER.wireName()),
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
     * @param end what the upstream says
     * @param calls the reason when there are calls, else {@link #STOP}
     */
    static FinishReason of(EndReason end, FinishReason calls) {
        return switch (end) {
            case STOP -> calls;
            case LENGTH -> LENGTH;
            case CONTENT_FILTER -> CONTENT_FILTER;
        };
    }
}
