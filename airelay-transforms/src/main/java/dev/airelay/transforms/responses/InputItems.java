package dev.airelay.transforms.responses;

import dev.airelay.transforms.KeptItem;
import dev.airelay.transforms.request.CallKind;
import dev.airelay.transforms.request.CallLedger;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns earlier items and the input of a Responses request into input items for the upstream: one pass, used once. */
final class InputItems {

    /** Texts of items that are names and choices. */
    private static final Set<String> SHORT_TEXTS =
            Set.of("type", "role", "status", "phase", "name", "namespace", "execution", "server_label");

    private static final String OTHER_BACKEND = "Items of this type come from tools that the ChatGPT backend lacks.";

    /** What becomes of an item, by its type. */
    private static final Map<String, BiConsumer<InputItems, ObjectView>> READERS = readers();

    private final ArrayNode items = JsonNodeFactory.instance.arrayNode();
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private final CallLedger calls = new CallLedger();
    private final ToolSettings tools;
    private final Disclosures disclosures;
    private final KnownItems known;
    private final ItemListing listing;
    private Location root = Location.root().member(LocalReferences.INPUT);
    private boolean paired = true;

    /**
     * Creates a reading without items.
     *
     * @param tools is told of tools that the input offers
     * @param disclosures is told of items that are dropped or looked up
     * @param known what references may point to
     * @param listing is told of the request's own items
     */
    InputItems(ToolSettings tools, Disclosures disclosures, KnownItems known, ItemListing listing) {
        this.tools = tools;
        this.disclosures = disclosures;
        this.known = known;
        this.listing = listing;
    }

    /** Reads the items of earlier turns, which were kept under the id that stands at {@code at}. */
    void earlier(List<ObjectNode> kept, Location at) {
        for (int i = 0; i < kept.size(); i++) {
            ObjectNode item = kept.get(i);
            if (!ItemShapes.brokenOff(item)) {
                Location itemAt = at.index(i);
                readKept(new ObjectView(known.withFiles(item, itemAt), itemAt));
                from(MemberNames.Origin.within(at));
            }
        }
    }

    /** Reads the request's input, a text or a list of items. */
    void input(Value input) {
        root = input.at();
        if (input.isText()) {
            items.add(MessageItem.ofUser(input.text()));
            listing.text(input.text());
            from(MemberNames.Origin.within(input.at()));
            return;
        }
        if (!input.isArray()) {
            throw Faults.wrongType(input.at(), "one of a string or an array of input items", input.node());
        }
        all(items.isEmpty() ? input.nonEmptyItems() : input.items());
    }

    /** Reads items that are added to a conversation, in which a call and its output may be added at different times. */
    void added(Value added) {
        root = added.at();
        paired = false;
        all(added.items());
    }

    private void all(List<Value> own) {
        for (Value item : own) {
            checkShortTexts(item.object());
            ObjectNode meant = resolved(item.object());
            read(new ObjectView(known.withFiles(meant, item.at()), item.at()));
            listing.item(meant);
            from(origin(item, meant));
        }
    }

    /** Also of members that are left out, and of items that only some of them belong to. */
    private static void checkShortTexts(ObjectView item) {
        Checks.shortTexts(item, SHORT_TEXTS::contains);
        item.find("id").filter(Value::isText).ifPresent(Checks.text(Checks.MAX_ID_CHARS));
    }

    private void from(MemberNames.Origin origin) {
        while (origins.size() < items.size()) {
            origins.add(origin);
        }
    }

    /** The upstream gets a content that is a text as a list of one part. */
    @SuppressWarnings("ReferenceEquality") // another node is what a reference was resolved to, however equal
    private static MemberNames.Origin origin(Value item, ObjectNode meant) {
        String content = ".content";
        if (meant != item.node()) {
            return MemberNames.Origin.within(item.at());
        }
        return meant.path("content").isString()
                ? new MemberNames.Origin(item.at().toString(), inside -> inside.startsWith(content) ? content : inside)
                : MemberNames.Origin.same(item.at());
    }

    /** Returns where the upstream's items come from. */
    List<MemberNames.Origin> origins() {
        return List.copyOf(origins);
    }

    /** Returns the upstream's input, in which every call has its output. */
    ArrayNode finish() {
        calls.unanswered().stream().findFirst().ifPresent(call -> {
            throw Faults.unpaired(
                    root.toString(),
                    "No tool output found for " + call.kind().words() + " " + Faults.shown(call.clientId()) + ".");
        });
        if (items.isEmpty()) {
            throw Faults.invalid(root, "there is nothing to answer, because no item has content.");
        }
        return items;
    }

    /** Returns the upstream's items as far as they have been read, whatever still lacks; not a copy. */
    ArrayNode read() {
        return items;
    }

    /** Returns the calls as far as they have been read. */
    CallLedger calls() {
        return calls;
    }

    /** Returns the request's own items, to be kept. */
    List<KeptItem> own() {
        return listing.items();
    }

    private static Map<String, BiConsumer<InputItems, ObjectView>> readers() {
        Map<String, BiConsumer<InputItems, ObjectView>> readers = new LinkedHashMap<>();
        readers.put("message", (reading, item) -> MessageItem.read(item).ifPresent(reading.items::add));
        readers.put("reasoning", InputItems::reasoning);
        for (CallKind kind : CallKind.values()) {
            readers.put(kind.callType(), (reading, item) -> reading.call(item, kind));
        }
        for (CallKind kind : CallKind.values()) {
            readers.putIfAbsent(kind.outputType(), (reading, item) -> reading.output(item, kind, "call_id"));
        }
        readers.put(
                "local_shell_call_output",
                (reading, item) -> reading.output(item, CallKind.LOCAL_SHELL, item.has("call_id") ? "call_id" : "id"));
        new TreeMap<>(ItemShapes.PLAIN)
                .forEach((type, shape) -> readers.put(type, (reading, item) -> reading.plain(shape, item, type)));
        new TreeMap<>(ItemShapes.WITH_TOOLS)
                .forEach((type, shape) -> readers.put(type, (reading, item) -> reading.offering(shape, item, type)));
        return readers;
    }

    /** Returns the item that a reference points to; the item itself when it is none. */
    private ObjectNode resolved(ObjectView item) {
        if (!KnownItems.isReference(item)) {
            return item.node();
        }
        disclosures.emulate(root.member(KnownItems.REFERENCE));
        return known.find(item);
    }

    private void read(ObjectView item) {
        if (!item.has("type") && item.has("role")) {
            MessageItem.read(item).ifPresent(items::add);
            return;
        }
        Value type = item.required("type");
        if (ItemShapes.OF_OTHER_BACKENDS.contains(type.text())) {
            disclosures.ignoreValue(root.member(type.text()), OTHER_BACKEND);
            return;
        }
        type.oneOf(READERS).accept(this, item);
    }

    /** Reads an item that the relay kept: the upstream made some, and takes back its own kinds whatever they are. */
    private void readKept(ObjectView item) {
        String type = item.text("type").orElse("message");
        if (READERS.containsKey(type) || ItemShapes.OF_OTHER_BACKENDS.contains(type)) {
            read(item);
        } else {
            ObjectNode copy = item.node().deepCopy();
            copy.remove("id");
            items.add(copy);
        }
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
        String id = item.required("call_id").id();
        ItemShape shape = Objects.requireNonNull(ItemShapes.CALLS.get(kind));
        ObjectNode read = shape.read(kind.callType(), item);
        if (kind.named()) {
            read.put("name", tools.names().upstream(item.required("name")));
        }
        items.add(read.put("call_id", calls.open(id, kind)));
    }

    /** Adds an output; {@code idMember} names the call that it answers. */
    private void output(ObjectView item, CallKind kind, String idMember) {
        String id = item.required(idMember).id();
        ItemShape shape = Objects.requireNonNull(ItemShapes.OUTPUTS.get(kind));
        ObjectNode read = shape.read(kind.outputType(), item);
        Optional<CallLedger.OpenCall> call =
                calls.close(id).filter(open -> open.kind().outputType().equals(kind.outputType()));
        if (paired && call.isEmpty()) {
            throw Faults.unpaired(
                    root.toString(),
                    "No tool call found for " + kind.words() + " output with call_id " + Faults.shown(id) + ".");
        }
        items.add(read.put("call_id", call.map(CallLedger.OpenCall::upstreamId).orElse(id)));
    }

    private void plain(ItemShape shape, ObjectView item, String type) {
        items.add(shape.read(type, item));
    }

    private void offering(ItemShape shape, ObjectView item, String type) {
        Value offered = item.required("tools");
        ObjectNode read = shape.read(type, item);
        JsonNode offer = ResponsesTools.read(offered, tools);
        read.set("tools", offer);
        tools.offer().offeredInConversation();
        items.add(read);
    }
}
