package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code response} object of a turn in each of its states, with the request's settings echoed. */
public final class ResponseObject {
    static final String OUTPUT = "output";
    public static final String USAGE = "usage";
    static final String STATUS = "status";
    private static final String ERROR = "error";
    private static final String METADATA = "metadata";
    private static final String INCOMPLETE_DETAILS = "incomplete_details";

    private final ObjectNode base;

    private ResponseObject(ObjectNode base) {
        this.base = base;
    }

    /** The response object of a request, in progress and without output; {@code createdAt} is in epoch seconds. */
    public static ResponseObject of(String id, long createdAt, TurnRequest request) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", createdAt)
                .put(STATUS, "in_progress")
                .put("background", false)
                .putNull(ERROR)
                .putNull(INCOMPLETE_DETAILS);
        json.set(TurnRequest.INSTRUCTIONS, or(request, TurnRequest.INSTRUCTIONS, JsonNodeFactory.instance.nullNode()));
        json.putNull("max_output_tokens").putNull("max_tool_calls").put(TurnRequest.MODEL, request.model());
        json.putArray(OUTPUT);
        json.put(TurnRequest.PARALLEL, request.parallelToolCalls()).putNull(TurnRequest.PREVIOUS_RESPONSE_ID);
        if (!request.previousResponseId().isEmpty()) {
            json.put(TurnRequest.PREVIOUS_RESPONSE_ID, request.previousResponseId());
        }
        json.set(TurnRequest.CACHE_KEY, or(request, TurnRequest.CACHE_KEY, JsonNodeFactory.instance.nullNode()));
        ObjectNode reasoning = json.putObject(TurnRequest.REASONING);
        reasoning.put("effort", Json.string(request.body().path(TurnRequest.REASONING), "effort", "medium"));
        reasoning.putNull("summary");
        json.putNull("safety_identifier")
                .put(TurnRequest.SERVICE_TIER, "auto")
                .put(TurnRequest.STORE, request.stored());
        json.put("temperature", 1.0);
        json.set(TurnRequest.TEXT, text(request));
        json.set(
                TurnRequest.TOOL_CHOICE,
                or(request, TurnRequest.TOOL_CHOICE, JsonNodeFactory.instance.stringNode("auto")));
        json.set(TurnRequest.TOOLS, tools(request));
        json.put("top_logprobs", 0).put("top_p", 1.0).put("truncation", "disabled");
        json.putNull(USAGE).putNull("user").putObject(METADATA);
        return new ResponseObject(json);
    }

    /** The id of the response. */
    public String id() {
        return Json.string(base, "id");
    }

    ObjectNode inProgress() {
        return base.deepCopy();
    }

    /** The completed response, which says what its images took. */
    ObjectNode completed(Usage usage, List<ObjectNode> output, int images) {
        ObjectNode json = completed(usage, output);
        if (images > 0) {
            json.putObject("tool_usage").set("image_gen", Drawing.usage(images, usage.input()));
        }
        return json;
    }

    private ObjectNode completed(Usage usage, List<ObjectNode> output) {
        ObjectNode json = base.deepCopy().put(STATUS, "completed");
        ArrayNode items = json.putArray(OUTPUT);
        output.forEach(items::add);
        json.set(USAGE, usage.json());
        return json.put("end_turn", true);
    }

    /** A completed response turned into an incomplete one. */
    public static ObjectNode asIncomplete(ObjectNode response, String reason) {
        response.put(STATUS, "incomplete").putObject(INCOMPLETE_DETAILS).put("reason", reason);
        return response;
    }

    /** The JSON of the failed response. */
    public ObjectNode failed(String code, String message) {
        ObjectNode json = base.deepCopy().put(STATUS, "failed");
        json.putObject(ERROR).put("code", code).put("message", message);
        return json;
    }

    /** Says in the metadata that this response is emulated: for output whose schema has no room to say so. */
    public ResponseObject announcedInMetadata() {
        ObjectNode json = base.deepCopy();
        json.putObject(METADATA).put("emulator", "AIRelay emulator");
        return new ResponseObject(json);
    }

    /** The tools with the members that a function tool has after it was accepted. */
    private static ArrayNode tools(TurnRequest request) {
        ArrayNode tools = Json.array();
        for (JsonNode tool : TurnRequest.elements(request.body().path(TurnRequest.TOOLS))) {
            if (tool instanceof ObjectNode object && Json.string(tool, "type").equals(Tool.FUNCTION)) {
                ObjectNode whole = object.deepCopy();
                whole.putIfAbsent("description", JsonNodeFactory.instance.nullNode());
                whole.putIfAbsent("parameters", JsonNodeFactory.instance.nullNode());
                whole.putIfAbsent("strict", JsonNodeFactory.instance.booleanNode(true));
                tools.add(whole);
            } else {
                tools.add(tool);
            }
        }
        return tools;
    }

    private static ObjectNode text(TurnRequest request) {
        ObjectNode text = Json.object();
        JsonNode format = request.textFormat();
        text.set("format", format.isObject() ? format : Json.object().put("type", "text"));
        text.put("verbosity", Json.string(request.body().path(TurnRequest.TEXT), "verbosity", "medium"));
        return text;
    }

    private static JsonNode or(TurnRequest request, String field, JsonNode fallback) {
        JsonNode sent = request.body().path(field);
        return sent.isMissingNode() ? fallback : sent;
    }
}
