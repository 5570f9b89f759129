package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.CallKind;
import dev.airelay.transforms.request.CallLedger;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the input of a Responses request into input items for the upstream: one pass, used once. */
final class InputItems {

    private static final String INPUT = "input";
    private static final String OTHER_BACKEND = "Items of this type come from tools that the ChatGPT backend lacks.";
    private static final String NOTHING_KEPT =
            "Items are not kept; send the item itself in the place of a reference to it.";

    /** What becomes of an item, by its type. */
    private static final Map<String, BiConsumer<InputItems, ObjectView>> READERS = readers();

    private final ArrayNode items = JsonNodeFactory.instance.arrayNode();
    private final CallLedger calls = new CallLedger();
    private final ToolSettings tools;

    private InputItems(ToolSettings tools) {
        this.tools = tools;
    }

    /**
     * Returns the upstream's input.
     *
     * @param input the client's, a text or a list of items
     * @param tools is told of tools that the input offers
     */
    static ArrayNode read(Value input, ToolSettings tools) {
        InputItems reading = new InputItems(tools);
        if (input.isText()) {
            return reading.items.add(MessageItem.ofUser(input.text()));
        }
        if (!input.isArray()) {
            throw Faults.wrongType(input.at(), "one of a string or an array of input items", input.node());
        }
        for (Value item : input.nonEmptyItems()) {
            reading.read(item.object());
        }
        reading.requireAnswers();
        if (reading.items.isEmpty()) {
            throw Faults.invalid(input.at(), "there is nothing to answer, because no item has content.");
        }
        return reading.items;
    }

    private static Map<String, BiConsumer<InputItems, ObjectView>> readers() {
        Map<String, BiConsumer<InputItems, ObjectView>> readers = new LinkedHashMap<>();
        readers.put("message", (reading, item) -> MessageItem.read(item).ifPresent(reading.items::add));
        readers.put("reasoning", InputItems::reasoning);
        for (CallKind kind : CallKind.values()) {
            readers.put(kind.callType(), (reading, item) -> reading.call(item, kind));
        }
        for (CallKind kind : List.of(CallKind.FUNCTION, CallKind.CUSTOM)) {
            readers.put(kind.outputType(), (reading, item) -> reading.output(item, kind.outputType(), "call_id"));
        }
        readers.put(
                "local_shell_call_output",
                (reading, item) -> reading.output(
                        item, CallKind.LOCAL_SHELL.outputType(), item.has("call_id") ? "call_id" : "id"));
        new TreeMap<>(ItemShapes.PLAIN)
                .forEach((type, shape) -> readers.put(type, (reading, item) -> reading.plain(shape, item, type)));
        new TreeMap<>(ItemShapes.WITH_TOOLS)
                .forEach((type, shape) -> readers.put(type, (reading, item) -> reading.offering(shape, item, type)));
        return readers;
    }

    private void read(ObjectView item) {
        Optional<Value> type = item.find("type");
        if (type.isEmpty() && item.has("role")) {
            MessageItem.read(item).ifPresent(items::add);
            return;
        }
        if ((type.isEmpty() && item.has("id"))
                || type.filter(InputItems::isReference).isPresent()) {
            throw Faults.unsupportedValue(item.at(), NOTHING_KEPT);
        }
        Value named = item.required("type");
        if (ItemShapes.OF_OTHER_BACKENDS.contains(named.text())) {
            throw Faults.unsupportedValue(named.at(), OTHER_BACKEND);
        }
        named.oneOf(READERS).accept(this, item);
    }

    private static boolean isReference(Value type) {
        return type.text().equals("item_reference");
    }

    /** Adds reasoning, unless it is only an id, which the upstream could not look up. */
    private void reasoning(ObjectView item) {
        if (item.has("encrypted_content")) {
            ObjectNode reasoning = ItemShapes.REASONING.read("reasoning", item);
            if (!reasoning.has("summary")) {
                reasoning.set("summary", JsonNodeFactory.instance.arrayNode());
            }
            items.add(reasoning);
        }
    }

    private void call(ObjectView item, CallKind kind) {
        String id = item.requiredText("call_id");
        ItemShape shape = Objects.requireNonNull(ItemShapes.CALLS.get(kind));
        ObjectNode read = shape.read(kind.callType(), item);
        if (kind.named()) {
            read.put("name", tools.names().upstream(item.required("name")));
        }
        items.add(read.put("call_id", calls.open(id, kind)));
    }

    /** Adds an output; {@code idMember} names the call that it answers. */
    private void output(ObjectView item, String outputType, String idMember) {
        String id = item.requiredText(idMember);
        CallLedger.OpenCall call = calls.close(id)
                .filter(open -> open.kind().outputType().equals(outputType))
                .orElseThrow(() -> Faults.unpaired(
                        INPUT, "No tool call found for function call output with call_id " + Faults.shown(id) + "."));
        items.add(ItemShapes.OUTPUT.read(outputType, item).put("call_id", call.upstreamId()));
    }

    private void plain(ItemShape shape, ObjectView item, String type) {
        items.add(shape.read(type, item));
    }

    private void offering(ItemShape shape, ObjectView item, String type) {
        Value offered = item.required("tools");
        ObjectNode read = shape.read(type, item);
        read.set("tools", ResponsesTools.read(offered, tools));
        tools.offer().offeredInConversation();
        items.add(read);
    }

    private void requireAnswers() {
        calls.unanswered().stream().findFirst().ifPresent(call -> {
            throw Faults.unpaired(
                    INPUT, "No tool output found for function call " + Faults.shown(call.clientId()) + ".");
        });
    }
}
