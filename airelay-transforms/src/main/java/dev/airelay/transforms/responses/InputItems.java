package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallKind;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts earlier items and the input of a Responses request to input items for the upstream: one pass, used once.
 *
 * <p>All items that the relay has returned or stored can be sent again. Unknown types are sent upstream without their id,
 * and the upstream decides. A stored item that can no longer be sent is omitted and disclosed, so that a conversation can
 * always continue.
 */
final class InputItems {

    private static final String MESSAGE = "message";
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String CALL_ID = "call_id";
    /** The former local shell's output has its own type. */
    static final String OF_LOCAL_SHELL = "local_shell_call_output";

    private static final String UNSENDABLE = "The stored item can no longer be sent.";
    private static final String EMPTY_COMPACTION =
            "The ChatGPT backend no longer accepts this type, and the item has no encrypted_content to send"
                    + " as a compaction.";
    private static final Consumer<Value> ID_LENGTH = Checks.text(Checks.MAX_ID_CHARS);

    /** Texts of items that are names and choices. */
    private static final Set<String> SHORT_TEXTS = Set.of(
            TYPE,
            "role",
            "status",
            "phase",
            "name",
            "namespace",
            "execution",
            "server_label",
            "author",
            "recipient",
            "created_by");

    private final ArrayNode items = Json.array();
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private final CallLedger calls = new CallLedger();
    private final Map<String, ObjectNode> earlierById = new HashMap<>();
    private final Map<String, ObjectNode> earlierOutputs = new HashMap<>();
    private final Map<String, ObjectNode> openCalls = new HashMap<>();
    private final List<Integer> dispensable = new ArrayList<>();
    private final ToolSettings tools;
    private final Disclosures disclosures;
    private Disclosures current;
    private final KnownItems known;
    private final ItemListing listing;
    private Location root = Location.root().member(LocalReferences.INPUT);
    private boolean paired = true;
    private boolean prepares;

    /**
     * Creates an empty instance.
     *
     * @param tools receives tools that the input offers
     * @param disclosures records items that are dropped or looked up
     * @param known the possible targets of references
     * @param listing receives the request's own items
     */
    InputItems(ToolSettings tools, Disclosures disclosures, KnownItems known, ItemListing listing) {
        this.tools = tools;
        this.disclosures = disclosures;
        this.known = known;
        this.listing = listing;
        this.current = disclosures;
    }

    /** Allows a request without input, whose turn is only prepared. */
    void mayBeEmpty(boolean allowed) {
        prepares = allowed;
    }

    /** Reads the items of earlier turns, which are stored under the id at {@code at}. */
    void earlier(List<ObjectNode> kept, Location at) {
        current = disclosures.ofKept();
        for (int i = 0; i < kept.size(); i++) {
            ObjectNode item = kept.get(i);
            if (!ItemShapes.brokenOff(item)) {
                Location itemAt = at.index(i);
                try {
                    readKept(new ObjectView(known.withFilesStillThere(item, itemAt, current), itemAt));
                } catch (RequestRejected unsendable) {
                    current.ignoreValue(itemAt, UNSENDABLE);
                }
                from(MemberNames.Origin.within(at));
            }
        }
        current = disclosures;
        calls.endEarlierTurns();
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
            throw Rejections.wrongType(input.at(), "one of a string or an array of input items", input.node());
        }
        all(items.isEmpty() && !prepares ? input.nonEmptyItems() : input.items());
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
            ObjectView view = new ObjectView(known.withFiles(meant, item.at()), item.at());
            String type = type(view);
            current = ItemMembers.isEcho(view) ? disclosures.ofKept() : disclosures;
            Optional<ObjectNode> form = form(type, view);
            current = disclosures;
            if (form.isEmpty() || !repeatsEarlier(type, view, form.get())) {
                form.ifPresent(sent -> place(type, view, sent));
                listing.item(meant);
                from(origin(item, meant));
            }
        }
    }

    /** Also of omitted members, and of items with only some of them. */
    private static void checkShortTexts(ObjectView item) {
        Checks.shortTexts(item, SHORT_TEXTS::contains);
        for (String name : item.names()) {
            if (name.equals(ID) || name.endsWith("_id")) {
                Value value = item.required(name);
                if (value.isText()) {
                    ID_LENGTH.accept(value);
                }
            }
        }
    }

    private void from(MemberNames.Origin origin) {
        while (origins.size() < items.size()) {
            origins.add(origin);
        }
    }

    /** A content that is a text is sent upstream as a list of one part. */
    @SuppressWarnings("ReferenceEquality") // another node is a resolved reference, even if it is equal
    private static MemberNames.Origin origin(Value item, ObjectNode meant) {
        String content = ".content";
        if (meant != item.node()) {
            return MemberNames.Origin.within(item.at());
        }
        return meant.path("content").isString()
                ? new MemberNames.Origin(item.at(), inside -> inside.startsWith(content) ? content : inside)
                : MemberNames.Origin.same(item.at());
    }

    /** Returns the origins of the upstream's items. */
    List<MemberNames.Origin> origins() {
        return List.copyOf(origins);
    }

    /** Returns the upstream's input, in which every call has its output. */
    ArrayNode finish() {
        List<CallLedger.OpenCall> unanswered = calls.unanswered();
        if (!unanswered.isEmpty()) {
            CallLedger.OpenCall call = unanswered.get(0);
            throw Rejections.unpaired(
                    root.toString(),
                    "No tool output found for " + call.kind().words() + " " + Rejections.shown(call.clientId()) + ".");
        }
        if (items.isEmpty() && !prepares) {
            throw Rejections.invalid(root, "there is nothing to answer, because no item has content.");
        }
        return items;
    }

    /** Returns the upstream's items read so far, even if outputs are missing; not a copy. */
    ArrayNode read() {
        return items;
    }

    /** Returns the calls read so far. */
    CallLedger calls() {
        return calls;
    }

    /** Returns the request's own items, to be stored. */
    List<HistoryItem> own() {
        return listing.items();
    }

    /** Returns the positions of earlier items that the upstream may refuse, for a retry without them. */
    List<Integer> dispensable() {
        return dispensable;
    }

    /** Returns the item that a reference points to; the item itself if it is not a reference. */
    private ObjectNode resolved(ObjectView item) {
        if (!KnownItems.isReference(item)) {
            return item.node();
        }
        disclosures.emulate(root.member(KnownItems.REFERENCE));
        return known.find(item);
    }

    private void readKept(ObjectView item) {
        String type = type(item);
        form(type, item).filter(form -> !repeatsKept(type, item, form)).ifPresent(form -> {
            int place = items.size();
            place(type, item, form);
            item.text(ID).ifPresent(id -> earlierById.put(id, form));
            Optional<String> callId = callId(type, item);
            if (answered(type).isPresent()) {
                callId.ifPresent(id -> earlierOutputs.put(type + " " + id, form));
            }
            if (callId.isEmpty() && isJudgedUpstream(type)) {
                dispensable.add(place);
            }
        });
    }

    private static boolean isJudgedUpstream(String type) {
        boolean known = type.equals(MESSAGE)
                || type.equals("reasoning")
                || CallKind.ofCall(type).isPresent()
                || answered(type).isPresent();
        return !known
                && ItemShapes.PLAIN.getOrDefault(type, ItemShapes.AS_GIVEN).isOpen();
    }

    private static String type(ObjectView item) {
        return !item.has(TYPE) && item.has("role") ? MESSAGE : item.requiredText(TYPE);
    }

    /** Returns the upstream's form of an item, without the ids of calls; empty if there is nothing to send. */
    private Optional<ObjectNode> form(String type, ObjectView item) {
        String reason = ItemShapes.FOREIGN.get(type);
        if (reason != null) {
            throw Rejections.unsupportedValue(item.at().member(TYPE), "'" + type + "' " + reason);
        }
        if (type.equals(MESSAGE)) {
            return MessageItem.read(item, current);
        }
        if (type.equals("reasoning")) {
            return reasoning(item);
        }
        if (ItemShapes.FORMER_COMPACTIONS.contains(type)) {
            return formerCompaction(type, item);
        }
        Optional<CallKind> call = CallKind.ofCall(type);
        if (call.isPresent()) {
            return Optional.of(call(call.get(), item));
        }
        Optional<CallKind> answered = answered(type);
        ItemShape shape = answered.isPresent()
                ? Objects.requireNonNull(ItemShapes.OUTPUTS.get(answered.get()))
                : ItemShapes.PLAIN.getOrDefault(type, ItemShapes.AS_GIVEN);
        ObjectNode form = shape.read(answered.map(CallKind::outputType).orElse(type), item);
        if (isOfProgram(type, item)) {
            item.text("name").ifPresent(name -> form.put("name", name));
            item.text("namespace").ifPresent(namespace -> form.put("namespace", namespace));
        }
        if (ItemShapes.WITH_TOOLS.contains(type)) {
            form.set("tools", ResponsesTools.read(item.required("tools"), tools));
        }
        return Optional.of(form);
    }

    private static Optional<CallKind> answered(String type) {
        return type.equals(OF_LOCAL_SHELL) ? Optional.of(CallKind.LOCAL_SHELL) : CallKind.ofOutput(type);
    }

    /** Returns reasoning, unless it is only an id, which the upstream could not look up. */
    private static Optional<ObjectNode> reasoning(ObjectView item) {
        if (!item.has("encrypted_content")) {
            return Optional.empty();
        }
        ObjectNode reasoning = ItemShapes.REASONING.read("reasoning", item);
        if (!reasoning.has("summary")) {
            reasoning.set("summary", Json.array());
        }
        return Optional.of(reasoning);
    }

    private Optional<ObjectNode> formerCompaction(String type, ObjectView item) {
        if (!item.has("encrypted_content")) {
            current.ignoreValue(root.member(type), EMPTY_COMPACTION);
            return Optional.empty();
        }
        ItemShape shape = Objects.requireNonNull(ItemShapes.PLAIN.get(ItemShapes.COMPACTION));
        return Optional.of(shape.read(ItemShapes.COMPACTION, item));
    }

    private ObjectNode call(CallKind kind, ObjectView item) {
        ObjectNode call = Objects.requireNonNull(ItemShapes.CALLS.get(kind)).read(kind.callType(), item);
        if (kind.named()) {
            call.put("name", tools.names().called(item.required("name")));
        }
        return call;
    }

    /** Returns whether a stored item is a call that was stored before and has had no output since. */
    private boolean repeatsKept(String type, ObjectView item, ObjectNode form) {
        Optional<CallKind> call = CallKind.ofCall(type);
        Optional<String> callId = callId(type, item);
        if (call.isEmpty() || callId.isEmpty()) {
            return false;
        }
        ObjectNode before = openCalls.put(callId.get(), form);
        return calls.isOpen(callId.get()) && form.equals(before);
    }

    /** Returns whether a request's own item repeats one of the earlier turns, which need not be sent again. */
    private boolean repeatsEarlier(String type, ObjectView item, ObjectNode form) {
        if (item.text(ID).map(id -> form.equals(earlierById.get(id))).orElse(false)) {
            return true;
        }
        Optional<String> callId = callId(type, item);
        if (callId.isEmpty()) {
            return false;
        }
        Optional<CallKind> call = CallKind.ofCall(type);
        return call.isPresent()
                ? calls.repeatsEarlier(callId.get(), call.get())
                : !calls.isOpen(callId.get()) && form.equals(earlierOutputs.get(type + " " + callId.get()));
    }

    /** Returns the id that pairs a call with its output; empty for calls of hosted tools. */
    private static Optional<String> callId(String type, ObjectView item) {
        if (type.equals(OF_LOCAL_SHELL)) {
            return Optional.of(item.required(item.has(CALL_ID) ? CALL_ID : ID).id());
        }
        return CallKind.ofCall(type).or(() -> CallKind.ofOutput(type)).flatMap(kind -> callId(type, kind, item));
    }

    private static Optional<String> callId(String type, CallKind kind, ObjectView item) {
        // The client does not answer an upstream search.
        boolean hosted = kind == CallKind.TOOL_SEARCH && !item.has(CALL_ID);
        return hosted || isOfProgram(type, item)
                ? Optional.empty()
                : Optional.of(item.required(CALL_ID).id());
    }

    /** Returns whether the item is the output of a tool called by a program, which has the tool's name and no id. */
    private static boolean isOfProgram(String type, ObjectView item) {
        return type.equals(CallKind.FUNCTION.outputType()) && !item.has(CALL_ID);
    }

    /** Adds an item, paired with its call. */
    private void place(String type, ObjectView item, ObjectNode form) {
        Optional<String> id = callId(type, item);
        Optional<CallKind> call = CallKind.ofCall(type);
        if (id.isEmpty()) {
            add(type, form);
        } else if (call.isPresent()) {
            add(type, withCallId(form, calls.open(id.get(), call.get())));
        } else {
            String outputType = form.path(TYPE).stringValue();
            Optional<CallLedger.OpenCall> answered = calls.close(id.get(), outputType);
            if (paired && answered.isEmpty()) {
                throw unpaired(type, id.get());
            }
            add(
                    type,
                    withCallId(
                            form,
                            answered.map(CallLedger.OpenCall::upstreamId)
                                    .orElseGet(() -> CallLedger.shortened(id.get()))));
        }
    }

    private RequestRejected unpaired(String type, String callId) {
        String call = answered(type).map(CallKind::words).orElse("tool call");
        return Rejections.unpaired(
                root.toString(),
                earlierOutputs.containsKey(type + " " + callId)
                        ? "An earlier turn already has a different output for " + call + " " + Rejections.shown(callId)
                                + "."
                        : "No tool call found for " + call + " output with call_id " + Rejections.shown(callId) + ".");
    }

    private void add(String type, ObjectNode item) {
        items.add(item);
        if (ItemShapes.WITH_TOOLS.contains(type)) {
            tools.offer().offeredInConversation();
        }
    }

    /** Returns a copy, because the form itself is used to recognize repeated items. */
    private static ObjectNode withCallId(ObjectNode form, String id) {
        ObjectNode item = form.objectNode();
        item.setAll(form);
        return item.put(CALL_ID, id);
    }
}
