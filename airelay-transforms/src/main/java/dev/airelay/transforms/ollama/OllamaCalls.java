package dev.airelay.transforms.ollama;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.unneeded;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the tool calls of a chat history and their outputs into input items. Calls need no ids in Ollama's API: an output
 * belongs to the call that it names by id, else to the oldest open one of its tool, else to the oldest open one.
 */
final class OllamaCalls {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
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
                            unneeded("description", "The tool itself has it."))));

    private record Open(String id, boolean named, String tool) {}

    private final Transcript transcript;
    private final CallLedger ledger;
    private final ToolNames names;
    private final List<Open> open = new ArrayList<>();
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
        // What stands in for an id depends on the history before it alone, so that the prompt cache holds.
        String id = given.orElseGet(() -> "call_unnamed_" + counted);
        counted++;
        Value name = function.required("name");
        open.add(new Open(id, given.isPresent(), name.text()));
        transcript.item(item(CallKind.FUNCTION.callType(), ledger.open(id, CallKind.FUNCTION))
                .put("name", names.called(name))
                .put(
                        "arguments",
                        function.find("arguments").map(CallArguments::read).orElse(CallArguments.NONE)));
    }

    /** Returns the item for the output in a message of role tool, without the output. */
    ObjectNode output(ObjectView message) {
        Optional<String> id = present(message, "tool_call_id").map(Value::id);
        Optional<String> tool =
                present(message, "tool_name").or(() -> present(message, "name")).map(Value::shortText);
        Open answered = id.flatMap(this::withId)
                .or(() -> open.stream()
                        // A call that has an id of its own is not meant by another one.
                        .filter(call -> id.isEmpty() || !call.named())
                        .filter(call -> tool.isEmpty() || call.tool().equals(tool.get()))
                        .findFirst())
                .orElseThrow(() -> unanswerable(message.at(), id, tool));
        open.remove(answered);
        CallLedger.OpenCall closed = ledger.close(answered.id())
                .orElseThrow(() -> new IllegalStateException("the ledger does not know " + answered.id()));
        return item(CallKind.FUNCTION.outputType(), closed.upstreamId());
    }

    /** Returns a member that is not an empty text, which clients send for none. */
    private static Optional<Value> present(ObjectView view, String name) {
        return view.find(name).filter(value -> !value.text().isEmpty());
    }

    private Optional<Open> withId(String id) {
        return open.stream()
                .filter(call -> call.named() && call.id().equals(id))
                .findFirst();
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

    /** Refuses a history that continues although a call has no output. */
    void requireAnswers(Location at) {
        if (!open.isEmpty()) {
            throw Rejections.unpaired(
                    at.toString(),
                    "Invalid '" + at
                            + "': an assistant message with 'tool_calls' must be followed by a message with role"
                            + " 'tool' for each call. Calls without one: "
                            + open.stream()
                                    .map(call -> Rejections.shown(call.tool()))
                                    .collect(Collectors.joining(", ")) + ".");
        }
    }

    private static ObjectNode item(String type, String callId) {
        return NODES.objectNode().put("type", type).put("call_id", callId);
    }
}
