package dev.airelay.transforms.ollama;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallArguments;
import dev.airelay.transforms.tool.CallKind;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the tool calls of a chat history and their outputs into input items. Calls need no ids in Ollama's API: an output
 * belongs to the call with its id, otherwise to the oldest open one of its tool, otherwise to the oldest open one.
 */
final class OllamaCalls {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final List<String> TYPES = List.of("function");

    /** The members of a call. */
    static final Shape SHAPE = Shape.object(
            sent("id"),
            sent("type"),
            Member.<Object>sent("function")
                    .of(Shape.object(
                            sent("name"),
                            sent("arguments", "Sent as JSON text."),
                            unneeded("index", "The call's position in the response that it came from."),
                            unneeded("description", "The tool's own definition contains it."))));

    private record Open(int number, String id, String tool) {}

    private final Transcript transcript;
    private final CallLedger ledger;
    private final ToolNames names;
    /** The calls without an output, oldest first, by their number in the history. */
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    /** The same calls by the keys that an output can have. An answered call is dropped when it reaches the front. */
    private final Map<String, Deque<Open>> byId = new HashMap<>();

    private final Map<String, Deque<Open>> byTool = new HashMap<>();
    private final Map<String, Deque<Open>> unnamedByTool = new HashMap<>();
    private final Deque<Open> all = new ArrayDeque<>();
    private final Deque<Open> unnamed = new ArrayDeque<>();
    private int counted;

    OllamaCalls(Transcript transcript, CallLedger ledger, ToolNames names) {
        this.transcript = transcript;
        this.ledger = ledger;
        this.names = names;
    }

    /** Adds one element of {@code tool_calls}. */
    void call(Value call) {
        ObjectView view = call.object();
        ObjectView function = view.required("function").object();
        view.find("type").ifPresent(type -> type.oneOf(TYPES));
        Optional<String> given = present(view, "id").map(Value::id);
        // A replacement id depends only on the history before it, so that the prompt cache works.
        String id = given.orElseGet(() -> "call_unnamed_" + counted);
        Value name = function.required("name");
        note(new Open(counted, id, name.text()), given.isPresent());
        counted++;
        transcript.item(item(CallKind.FUNCTION.callType(), ledger.open(id, CallKind.FUNCTION))
                .put("name", names.called(name))
                .put(
                        "arguments",
                        function.find("arguments").map(CallArguments::read).orElse(CallArguments.NONE)));
    }

    private void note(Open call, boolean named) {
        open.put(call.number(), call);
        all.add(call);
        queue(byTool, call.tool()).add(call);
        if (named) {
            queue(byId, call.id()).add(call);
        } else {
            unnamed.add(call);
            queue(unnamedByTool, call.tool()).add(call);
        }
    }

    private static Deque<Open> queue(Map<String, Deque<Open>> queues, String key) {
        return queues.computeIfAbsent(key, absent -> new ArrayDeque<>());
    }

    /** Returns the item for the output in a message of role tool, without the output. */
    ObjectNode output(ObjectView message) {
        Optional<String> id = present(message, "tool_call_id").map(Value::id);
        Optional<String> tool =
                present(message, "tool_name").or(() -> present(message, "name")).map(Value::shortText);
        Open answered = id.flatMap(text -> oldest(byId.get(text)))
                // A call that has its own id does not match another one.
                .or(() -> id.isEmpty() ? oldest(tool, all, byTool) : oldest(tool, unnamed, unnamedByTool))
                .orElseThrow(() -> unanswerable(message.at(), id, tool));
        open.remove(answered.number());
        CallLedger.OpenCall closed = ledger.close(answered.id())
                .orElseThrow(() -> new IllegalStateException("the ledger does not know " + answered.id()));
        return item(CallKind.FUNCTION.outputType(), closed.upstreamId());
    }

    /** Returns a member unless it is an empty text, which clients send for none. */
    private static Optional<Value> present(ObjectView view, String name) {
        return view.find(name).filter(value -> !value.text().isEmpty());
    }

    private Optional<Open> oldest(Optional<String> tool, Deque<Open> any, Map<String, Deque<Open>> ofTool) {
        return oldest(tool.isPresent() ? ofTool.get(tool.get()) : any);
    }

    private Optional<Open> oldest(@Nullable Deque<Open> calls) {
        while (calls != null && !calls.isEmpty()) {
            Open call = calls.element();
            if (open.containsKey(call.number())) {
                return Optional.of(call);
            }
            calls.remove();
        }
        return Optional.empty();
    }

    private static RuntimeException unanswerable(Location at, Optional<String> id, Optional<String> tool) {
        String named =
                id.map(text -> " with the id '" + Rejections.shown(text) + "'").orElse("")
                        + tool.map(text -> " of the tool '" + Rejections.shown(text) + "'")
                                .orElse("");
        return Rejections.unpaired(
                at.toString(),
                "Invalid '" + at + "': a message with role 'tool' must answer a call in the 'tool_calls' of an"
                        + " assistant message before it, but no call" + named + " is unanswered.");
    }

    /** Rejects a history that continues although a call has no output. */
    void requireAnswers(Location at) {
        if (!open.isEmpty()) {
            throw Rejections.unpaired(
                    at.toString(),
                    "Invalid '" + at
                            + "': an assistant message with 'tool_calls' must be followed by a message with role"
                            + " 'tool' for each call. Calls without one: "
                            + Rejections.shown(
                                    open.values().stream().map(Open::tool).toList())
                            + ".");
        }
    }

    private static ObjectNode item(String type, String callId) {
        return NODES.objectNode().put("type", type).put("call_id", callId);
    }
}
