package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;

/** Why a turn ended, in the terms that the legacy and the chat API share. */
public enum EndReason {
    STOP("stop"),
    LENGTH("length"),
    CONTENT_FILTER("content_filter");

    private final String wireName;

    EndReason(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the finish reason's name. */
    public String wireName() {
        return wireName;
    }

    /** Returns the reason that the upstream's response object gives. */
    public static EndReason of(MergedResponse response) {
        if (response.completed()) {
            return STOP;
        }
        String reason = Json.text(response.members().path("incomplete_details"), "reason");
        return reason.equals(CONTENT_FILTER.wireName) ? CONTENT_FILTER : LENGTH;
    }
}
