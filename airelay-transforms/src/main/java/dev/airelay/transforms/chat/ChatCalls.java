package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallArguments;
import dev.airelay.transforms.tool.CallKind;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the tool calls of a chat history and their outputs into input items. */
final class ChatCalls {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final List<String> TYPES = List.of("function", "custom");

    private static final Member<Object> ARGUMENTS = sent(
            "arguments",
            "Sent; an object is serialized to JSON text. If the request offers the tool as a custom tool alone, sent as the"
                    + " input of a custom call.");

    /** The members of the legacy call. */
    static final Shape FUNCTION_CALL = Shape.object(sent("name"), ARGUMENTS);

    /** The members of a call. */
    static final Shape SHAPE = Shape.ofKinds(
            call -> call.text("type").orElse("function"),
            Map.entry(
                    "function",
                    call(
                            "function",
                            sent("name"),
                            ARGUMENTS,
                            unneeded("parsed_arguments", "The arguments as parsed by OpenAI's SDK."))),
            Map.entry("custom", call("custom", sent("name"), sent("input"))));

    private final Transcript transcript;
    private final CallLedger calls;
    private final Tools tools;
    /** Generated ids of the legacy calls, which have none, by function name. */
    private final Map<String, String> legacyIds = new HashMap<>();

    /**
     * The names of the tools that a request calls and offers.
     *
     * @param names the request's tool names
     * @param custom the names of custom tools for which there is no function
     */
    record Tools(ToolNames names, Set<String> custom) {}

    ChatCalls(Transcript transcript, CallLedger calls, Tools tools) {
        this.transcript = transcript;
        this.calls = calls;
        this.tools = tools;
    }

    /**
     * Returns whether the calls of a message are the open ones of the conversation: the client sends them again together
     * with their outputs.
     */
    boolean repeatsEarlier(ObjectView message) {
        List<Value> repeated = message.items("tool_calls");
        return !repeated.isEmpty() && repeated.stream().allMatch(this::repeatsEarlier);
    }

    private boolean repeatsEarlier(Value call) {
        ObjectView view = call.object();
        String type = view.find("type").map(value -> value.oneOf(TYPES)).orElse("function");
        ObjectView called = view.required(type).object();
        Checks.shortText(called.required("name"));
        return calls.repeatsEarlier(view.required("id").id(), kind(type, called));
    }

    /**
     * Returns the kind of the call: a custom tool, even if the client got the call as a function call, see {@code
     * CustomCallForm}.
     */
    private CallKind kind(String type, ObjectView called) {
        boolean custom = type.equals("custom") || tools.custom().contains(called.textOrEmpty("name"));
        return custom ? CallKind.CUSTOM : CallKind.FUNCTION;
    }

    @SafeVarargs
    private static Shape call(String type, Member<Object>... called) {
        return Shape.object(
                sent("id"),
                sent("type"),
                Member.<Object>sent(type).of(Shape.object(called)),
                unneeded("index", "The call's position in the stream that it came from."));
    }

    /** Adds one element of {@code tool_calls}. */
    void toolCall(Value call) {
        ObjectView view = call.object();
        String id = view.required("id").id();
        String type = view.find("type").map(value -> value.oneOf(TYPES)).orElse("function");
        ObjectView called = view.required(type).object();
        if (kind(type, called) == CallKind.FUNCTION) {
            functionCall(id, called);
        } else {
            ObjectNode item = item(CallKind.CUSTOM.callType(), calls.open(id, CallKind.CUSTOM));
            item.put("name", tools.names().called(called.required("name")));
            transcript.item(item.put("input", input(type, called)));
        }
    }

    private static String input(String type, ObjectView called) {
        if (type.equals("custom")) {
            return called.required("input").text();
        }
        return called.find("arguments")
                .map(given -> given.isObject() ? CallArguments.read(given) : given.text())
                .orElse("");
    }

    /** Adds the legacy {@code function_call} of the message at {@code index}. */
    void functionCall(ObjectView call, int index) {
        String id = "call_fn_" + index;
        functionCall(id, call);
        legacyIds.put(call.required("name").text(), id);
    }

    /** Adds the output in a message of role tool; returns false when no call awaits it. */
    boolean toolOutput(ObjectView message) {
        return output(message.required("tool_call_id").id(), message);
    }

    /** Adds the output in a message of the legacy role function; returns false when no call awaits it. */
    boolean functionOutput(ObjectView message) {
        String id = legacyIds.remove(message.required("name").text());
        return id != null && output(id, message);
    }

    private void functionCall(String id, ObjectView function) {
        ObjectNode item = item(CallKind.FUNCTION.callType(), calls.open(id, CallKind.FUNCTION));
        item.put("name", tools.names().called(function.required("name")));
        transcript.item(item.put(
                "arguments", function.find("arguments").map(CallArguments::read).orElse(CallArguments.NONE)));
    }

    private boolean output(String id, ObjectView message) {
        Optional<CallLedger.OpenCall> call = calls.close(id);
        call.ifPresent(open -> {
            ObjectNode item = item(open.kind().outputType(), open.upstreamId());
            ArrayNode parts = ChatContent.inputParts(message);
            boolean plain = message.find("content").map(Value::isText).orElse(true);
            if (plain || parts.isEmpty()) {
                item.put(
                        "output",
                        message.find("content")
                                .filter(Value::isText)
                                .map(Value::text)
                                .orElse(""));
            } else {
                item.set("output", parts);
            }
            transcript.item(item);
        });
        return call.isPresent();
    }

    private static ObjectNode item(String type, String callId) {
        return NODES.objectNode().put("type", type).put("call_id", callId);
    }
}
