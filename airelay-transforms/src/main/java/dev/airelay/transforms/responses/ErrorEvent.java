package dev.airelay.transforms.responses;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stream's {@code error} event. OpenAI's schema has its members flat, OpenAI's servers send them nested, and its
 * clients raise an error only for the nested ones: so both are sent.
 */
final class ErrorEvent {

    private ErrorEvent() {}

    /** Returns the error's code, which some clients demand to be text: the type where there is no code. */
    static String code(ApiError error) {
        return error.code() == null ? error.type() : error.code();
    }

    /** Returns the event's members but for type and sequence number. */
    static ObjectNode members(ApiError error) {
        ObjectNode members = Json.object()
                .put("code", code(error))
                .put("message", error.message())
                .put("param", error.param());
        members.set("error", error.toNode().put("code", code(error)));
        return members;
    }
}
