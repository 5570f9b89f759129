package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.tool.HostedTools;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the response object for clients: all of OpenAI's members, and none that the backend has for its own clients.
 *
 * <p>A member's value is the relay's own if it provides one, otherwise the upstream's, otherwise the default that OpenAI
 * documents.
 */
final class ResponseAssembler {

    private static final String COMPLETED = "completed";

    private final ResponsesReplyOptions options;
    private final MergedResponse response;
    private ObjectNode last = Json.object();

    ResponseAssembler(ResponsesReplyOptions options, MergedResponse response) {
        this.options = options;
        this.response = response;
    }

    /** Returns the object while the turn runs, without output yet. */
    ObjectNode running(String status) {
        return response(status, List.of());
    }

    /** Returns the object of a turn that has ended. */
    ObjectNode ended(List<ObjectNode> output) {
        return response(response.status(), output);
    }

    /** Returns the object of a turn that failed with an error that has a code. */
    ObjectNode failed(ApiError error, List<ObjectNode> output) {
        ObjectNode failed = response("failed", output);
        failed.putObject("error").put("code", error.code()).put("message", error.message());
        return failed;
    }

    /** Returns the object of a turn that the client canceled. */
    ObjectNode cancelled(List<ObjectNode> output) {
        return response("cancelled", output);
    }

    /** Returns the turn to be stored, with the latest object and these items. */
    TurnState turn(List<ObjectNode> output) {
        List<HistoryItem> items = output.stream()
                .map(item -> new HistoryItem(Json.text(item, "id"), item))
                .toList();
        return new TurnState(Json.text(last, "status"), last.path("created_at").asLong(0), Json.write(last), items);
    }

    private ObjectNode response(String status, List<ObjectNode> output) {
        ObjectNode upstream = response.members();
        ObjectNode object = Json.object();
        for (ResponseMember member : ResponseMember.ALL) {
            JsonNode value = member.valueOf(upstream, options.echo());
            if (value != null) {
                object.set(member.name(), value);
            }
        }
        addOthers(upstream, object);
        object.put("status", status);
        own(object, status);
        object.putArray("output").addAll(output);
        object.set("usage", ResponseUsage.of(upstream.path("usage")));
        options.local().properties().forEach(member -> object.set(member.getKey(), member.getValue()));
        object.set("text", RequestEcho.text(object.path("text"), options.echo().path("text")));
        object.set("tools", ToolEcho.of(object.path("tools")));
        object.set("tool_choice", ToolEcho.choice(object.path("tool_choice")));
        last = object;
        return object;
    }

    /** Adds the public members of an upstream object that the relay does not know. */
    static void addOthers(ObjectNode upstream, ObjectNode object) {
        upstream.properties().forEach(member -> {
            boolean known = object.has(member.getKey()) || member.getValue().isNull();
            if (!known && ResponseMember.isPublic(member.getKey())) {
                object.set(member.getKey(), member.getValue());
            }
        });
    }

    /** Sets when the turn began, and when it ended if it completed: the upstream's times, otherwise the relay's. */
    private void times(ObjectNode object, String status) {
        JsonNode created = object.path("created_at");
        long begun = created.isNumber() ? created.asLong(0) : options.createdEpochSeconds();
        object.put("created_at", begun);
        JsonNode ended = object.path("completed_at");
        if (!status.equals(COMPLETED)) {
            object.putNull("completed_at");
        } else if (ended.isNumber()) {
            object.put("completed_at", ended.asLong(0));
        } else {
            // Two clocks may differ; nothing ends before it begins.
            object.put("completed_at", Math.max(begun, options.clock().instant().getEpochSecond()));
        }
    }

    /** Sets the members that depend on the state of the turn rather than on the last upstream object. */
    private void own(ObjectNode object, String status) {
        object.put("object", "response");
        if (Json.text(object, "id").isEmpty()) {
            object.put("id", "resp_" + options.fallbackId());
        }
        if (Json.text(object, "model").isEmpty()) {
            object.put("model", options.model());
        }
        times(object, status);
        object.putNull("error");
        String reason = Json.text(object.path("incomplete_details"), "reason");
        object.putNull("incomplete_details");
        if (status.equals("incomplete") && !reason.isEmpty()) {
            object.putObject("incomplete_details").put("reason", reason);
        }
    }

    /** The tools and the tool choice in the form of a response object. */
    private static final class ToolEcho {

        private static final String TYPE = "type";
        private static final List<String> OF_EVERY_FUNCTION = List.of("name", "description", "parameters", "strict");

        private ToolEcho() {}

        /** Returns the tools, each function with all its members, null where the client set none. */
        static ArrayNode of(JsonNode tools) {
            ArrayNode echo = Json.array();
            for (JsonNode tool : tools) {
                echo.add(Json.text(tool, TYPE).equals("function") ? function(tool) : tool);
            }
            return echo;
        }

        /** Returns the tool choice; OpenAI's form of it has only the former name of the web search. */
        static JsonNode choice(JsonNode choice) {
            if (!Json.text(choice, TYPE).equals(HostedTools.WEB_SEARCH)) {
                return choice;
            }
            return ((ObjectNode) choice.deepCopy()).put(TYPE, HostedTools.FORMER_WEB_SEARCH);
        }

        private static JsonNode function(JsonNode tool) {
            ObjectNode function = (ObjectNode) tool.deepCopy();
            for (String name : OF_EVERY_FUNCTION) {
                if (!function.has(name)) {
                    function.putNull(name);
                }
            }
            return function;
        }
    }
}
