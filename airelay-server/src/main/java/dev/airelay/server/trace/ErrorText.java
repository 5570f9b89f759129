package dev.airelay.server.trace;

import dev.airelay.base.JsonTrees;
import dev.airelay.traffic.record.LoggedBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The error that the body of a response reports, in any of the forms of the APIs; both texts empty when it reports none.
 *
 * @param code the error's code, or its type
 * @param message for people
 */
record ErrorText(String code, String message) {
    private static final ErrorText NONE = new ErrorText("", "");

    /** Reads the body of a response. */
    static ErrorText of(int status, LoggedBody body) {
        if (status < RequestTrace.FIRST_ERROR_STATUS || !(body instanceof LoggedBody.Bytes known)) {
            return NONE;
        }
        try {
            return of(JsonTrees.usual().read(known.bytes()).path("error"));
        } catch (JacksonException notJson) {
            return NONE;
        }
    }

    private static ErrorText of(JsonNode error) {
        if (error.isString()) {
            return new ErrorText("", error.stringValue());
        }
        String code = error.path("code").asString("");
        return new ErrorText(
                code.isEmpty() ? error.path("type").asString("") : code,
                error.path("message").asString(""));
    }
}
