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
     * Returns the reason for the end of a turn. A truncated turn keeps its own reason even if it contains calls: the last of
     * them is probably truncated too, and no client should run it.
     *
     * @param end the upstream's reason
     * @param calls the reason if there are calls, otherwise {@link #STOP}
     */
    static FinishReason of(EndReason end, FinishReason calls) {
        return switch (end) {
            case STOP -> calls;
            case LENGTH -> LENGTH;
            case CONTENT_FILTER -> CONTENT_FILTER;
        };
    }
}
