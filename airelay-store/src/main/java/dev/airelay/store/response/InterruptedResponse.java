package dev.airelay.store.response;

import dev.airelay.base.JsonTrees;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The failed form of a response that ended without an outcome. */
final class InterruptedResponse {
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final String STATUS = "status";
    private static final String FAILED = "failed";
    private static final String ERROR = "error";
    private static final String CODE = "code";
    private static final String MESSAGE = "message";

    private InterruptedResponse() {}

    static StoredResponse of(StoredResponse running) {
        return new StoredResponse(of(running.object()), running.input(), running.output());
    }

    /** Only status and error change; an object that is not JSON is left unchanged and has the status in its head. */
    static ResponseObject of(ResponseObject running) {
        return new ResponseObject(running.head().withStatus(FAILED), failed(running.json()));
    }

    private static byte[] failed(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.read(json);
        } catch (JacksonException notJson) {
            return json;
        }
        if (!(tree instanceof ObjectNode response)) {
            return json;
        }
        response.put(STATUS, FAILED);
        response.putObject(ERROR)
                .put(CODE, "server_error")
                .put(MESSAGE, "AIRelay stopped before this response was complete. Send the request again.");
        return JSON.write(response);
    }
}
