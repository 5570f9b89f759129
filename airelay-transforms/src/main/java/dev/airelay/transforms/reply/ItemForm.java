package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds the members that OpenAI's schemas require to output items, and rebuilds items that the upstream did not complete. */
public final class ItemForm {

    private static final String CONTENT = "content";
    private static final String SUMMARY = "summary";
    private static final String ARGUMENTS = "arguments";
    private static final String INPUT = "input";
    private static final String STATUS = "status";
    private static final String NAMESPACE = "namespace";
    private static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";

    /** The kinds of items that can be forwarded as they came. */
    private static final Set<ItemKind> FORWARDED =
            EnumSet.of(ItemKind.MESSAGE, ItemKind.FUNCTION_CALL, ItemKind.CUSTOM_TOOL_CALL);

    private static final JsonName STATUS_NAME = new JsonName(STATUS);
    private static final JsonName ROLE = new JsonName("role");
    private static final JsonName NAMESPACE_NAME = new JsonName(NAMESPACE);

    private final String token;
    private final boolean encryptedReasoning;
    private final Predicate<String> plainTools;

    /**
     * Creates a form that shows everything.
     *
     * @param token used for ids that the upstream does not provide
     */
    public ItemForm(String token) {
        this(token, true, name -> false);
    }

    /**
     * Creates a form.
     *
     * @param token used for ids that the upstream does not provide
     * @param encryptedReasoning whether it shows the encrypted form of reasoning, which clients get only on request
     * @param plainTools recognizes tools that are offered outside of namespaces. The upstream sometimes calls one in a
     *     namespace of the same name, and clients would look for a tool that does not exist
     */
    public ItemForm(String token, boolean encryptedReasoning, Predicate<String> plainTools) {
        this.plainTools = plainTools;
        this.token = token;
        this.encryptedReasoning = encryptedReasoning;
    }

    /** Returns the item in announced form: without content yet. */
    public ObjectNode announced(ItemState track) {
        ObjectNode item = track.announced();
        switch (track.kind()) {
            case MESSAGE -> item.putArray(CONTENT);
            case REASONING -> item.putArray(SUMMARY);
            case FUNCTION_CALL -> item.put(ARGUMENTS, "");
            case CUSTOM_TOOL_CALL -> item.put(INPUT, "");
            default -> {
                // Such an item is not streamed.
            }
        }
        return shaped(track, item, IN_PROGRESS);
    }

    /** Returns the announced item's text if {@link #announced} returns exactly that; null if not, or if that is uncertain. */
    public @Nullable JsonSlice announcedAsItCame(ItemState track) {
        JsonSlice item = track.announcedText();
        if (item == null || !FORWARDED.contains(track.kind())) {
            return null;
        }
        JsonMembers said = item.members();
        boolean same = hasHead(track, said)
                && switch (track.kind()) {
                    case MESSAGE -> isEmptyArray(said.value(EventMember.CONTENT));
                    case FUNCTION_CALL -> isEmptyText(said.text(EventMember.ARGUMENTS));
                    default -> isEmptyText(said.text(EventMember.INPUT));
                };
        return same ? item : null;
    }

    /**
     * Returns the complete item's text if {@link #finished} returns exactly that and the ends of all its texts were received
     * before; null if not, or if that is uncertain.
     */
    public @Nullable JsonSlice finishedAsItCame(ItemState track) {
        JsonSlice item = track.completed();
        if (item == null || !FORWARDED.contains(track.kind())) {
            return null;
        }
        JsonMembers said = item.members();
        boolean same = track.streamedWhole(said)
                && hasHead(track, said)
                && !said.word(STATUS_NAME).equals(IN_PROGRESS)
                && switch (track.kind()) {
                    case MESSAGE -> partsHaveForm(track, said.value(EventMember.CONTENT));
                    case FUNCTION_CALL -> isObject(said.text(EventMember.ARGUMENTS));
                    default -> isFilled(said.text(EventMember.INPUT));
                };
        return same ? item : null;
    }

    /** Returns whether the item has the client's id and all that clients require besides its content, without spaces. */
    private boolean hasHead(ItemState track, JsonMembers said) {
        return !said.spaced()
                && said.plainNames()
                && track.id(token).equals(said.text(EventMember.ID))
                && isFilled(said.text(STATUS_NAME))
                && (track.kind() == ItemKind.MESSAGE
                        ? isFilled(said.text(ROLE))
                        : isFilled(said.text(EventMember.CALL_ID))
                                && isFilled(said.text(EventMember.NAME))
                                && !said.has(NAMESPACE_NAME));
    }

    private static boolean partsHaveForm(ItemState track, @Nullable JsonSlice content) {
        for (PartState part : track.parts()) {
            if (!part.annotations().isEmpty()) {
                return false;
            }
        }
        List<JsonSlice> parts = content == null ? List.of() : content.elements();
        for (JsonSlice part : parts) {
            JsonMembers members = part.members();
            Channel channel = Channel.ofPart(members.word(EventMember.TYPE));
            if (channel == null || !hasPartForm(members) || isEmptyText(members.text(channel.member()))) {
                return false;
            }
        }
        return !parts.isEmpty();
    }

    private static boolean isEmptyArray(@Nullable JsonSlice value) {
        return value != null && value.isArray() && value.to() - value.from() == 2;
    }

    private static boolean isEmptyText(@Nullable JsonText text) {
        return text != null && text.isEmpty();
    }

    private static boolean isFilled(@Nullable JsonText text) {
        return text != null && !text.isEmpty();
    }

    /** Returns whether a text begins like an object, as the arguments of a call do: then it is not blank. */
    private static boolean isObject(@Nullable JsonText text) {
        return text != null && !text.isEmpty() && text.bytes()[text.from()] == '{';
    }

    /**
     * Returns the complete item: as the upstream sent it, with missing members filled from the deltas.
     *
     * @param turnCompleted whether the turn completed; if not, an item that was not completed is marked as such
     */
    public ObjectNode finished(ItemState track, boolean turnCompleted) {
        ObjectNode done = track.done();
        ObjectNode item = done == null ? track.announced() : done.deepCopy();
        String status = done != null || turnCompleted ? COMPLETED : track.kind().unfinished();
        if (IN_PROGRESS.equals(Json.text(item, STATUS))) {
            item.remove(STATUS);
        }
        fill(track, item);
        shaped(track, item, status);
        boolean broken = !status.equals(COMPLETED)
                || Json.text(item, STATUS).equals(track.kind().unfinished());
        switch (track.kind()) {
            case FUNCTION_CALL, MCP_CALL, MCP_APPROVAL_REQUEST -> {
                String arguments = ItemText.words(item.path(ARGUMENTS));
                item.put(ARGUMENTS, arguments.isBlank() && !broken ? ItemState.NO_ARGUMENTS.toString() : arguments);
            }
            case CUSTOM_TOOL_CALL -> item.put(INPUT, ItemText.words(item.path(INPUT)));
            default -> {
                // Clients do not parse such an item.
            }
        }
        return item;
    }

    private void fill(ItemState track, ObjectNode item) {
        switch (track.kind()) {
            case MESSAGE -> fillParts(track, item, CONTENT, channel -> channel.item() == ItemKind.MESSAGE);
            case REASONING -> {
                fillParts(track, item, SUMMARY, channel -> channel == Channel.SUMMARY);
                fillParts(track, item, CONTENT, channel -> channel == Channel.REASONING);
            }
            case FUNCTION_CALL, CUSTOM_TOOL_CALL -> fillText(track, item);
            default -> {
                // Such an item is not streamed.
            }
        }
    }

    private static void fillParts(ItemState track, ObjectNode item, String name, Predicate<Channel> belongs) {
        List<PartState> parts = new ArrayList<>();
        for (PartState part : track.parts()) {
            if (belongs.test(part.channel())) {
                parts.add(part);
            }
        }
        if (isEmpty(item.path(name)) && !parts.isEmpty()) {
            ArrayNode array = item.putArray(name);
            parts.forEach(part -> array.add(part(part)));
        } else if (item.path(name) instanceof ArrayNode array) {
            for (PartState part : parts) {
                if (array.path(part.upstreamIndex()) instanceof ObjectNode node
                        && Channel.ofPart(Json.text(node, "type")) == part.channel()) {
                    fill(part, node);
                }
            }
        }
    }

    private static void fill(PartState part, ObjectNode node) {
        String member = part.channel().member().text();
        if (isEmpty(node.path(member))) {
            node.put(member, part.text().toString());
        }
        if (isEmpty(node.path("annotations")) && !part.annotations().isEmpty()) {
            node.putArray("annotations").addAll(part.annotations());
        }
    }

    private static void fillText(ItemState track, ObjectNode item) {
        for (PartState part : track.parts()) {
            String member = part.channel().member().text();
            if (part.channel() == Channel.ofCall(track.kind()) && isEmpty(item.path(member))) {
                item.put(member, part.text().toString());
            }
        }
    }

    /** Returns the part with its text so far. */
    public static ObjectNode part(PartState part) {
        ObjectNode node = part(part.channel(), part.text().toString());
        if (part.channel() == Channel.TEXT) {
            node.withArray("annotations").addAll(part.annotations());
        }
        return node;
    }

    /** Returns a part with this text. */
    public static ObjectNode part(Channel channel, String text) {
        ObjectNode node = Json.object()
                .put("type", channel.partType())
                .put(channel.member().text(), text);
        return shapedPart(node);
    }

    /** Returns whether a part already has the members that {@link #shapedPart} adds. */
    public static boolean hasPartForm(JsonMembers part) {
        Channel channel = Channel.ofPart(part.word(EventMember.TYPE));
        return part.plainNames()
                && (channel == null
                        || (part.textMember(channel.member()) >= 0
                                && (channel != Channel.TEXT
                                        || (isArray(part, EventMember.ANNOTATIONS)
                                                && isArray(part, EventMember.LOGPROBS)))));
    }

    private static boolean isArray(JsonMembers holder, JsonName name) {
        JsonSlice value = holder.value(name);
        return value != null && value.isArray();
    }

    /** Adds the required members of a part; returns it. */
    public static ObjectNode shapedPart(ObjectNode part) {
        Channel channel = Channel.ofPart(Json.text(part, "type"));
        if (channel != null && !part.path(channel.member().text()).isString()) {
            part.put(channel.member().text(), "");
        }
        if (channel == Channel.TEXT) {
            arrayIn(part, "annotations");
            arrayIn(part, "logprobs");
        }
        return part;
    }

    private ObjectNode shaped(ItemState track, ObjectNode item, String status) {
        item.put("id", track.id(token).toString());
        switch (track.kind()) {
            case MESSAGE -> {
                textIn(item, STATUS, status);
                textIn(item, "role", "assistant");
                shapeParts(arrayIn(item, CONTENT));
            }
            case REASONING -> {
                shapeParts(arrayIn(item, SUMMARY));
                shapeParts(item.path(CONTENT));
                dropNull(item, CONTENT);
                dropNull(item, STATUS);
                if (!encryptedReasoning) {
                    item.remove("encrypted_content");
                }
            }
            case FUNCTION_CALL, CUSTOM_TOOL_CALL -> call(track, item, status);
            case WEB_SEARCH_CALL,
                    IMAGE_GENERATION_CALL,
                    FILE_SEARCH_CALL,
                    CODE_INTERPRETER_CALL,
                    SHELL_CALL,
                    SHELL_CALL_OUTPUT,
                    LOCAL_SHELL_CALL,
                    TOOL_SEARCH_CALL,
                    TOOL_SEARCH_OUTPUT -> textIn(item, STATUS, status);
            default -> {
                // Forwarded unchanged.
            }
        }
        return item;
    }

    private static void shapeParts(JsonNode parts) {
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode object) {
                shapedPart(object);
            }
        }
    }

    private void call(ItemState track, ObjectNode item, String status) {
        textIn(item, STATUS, status);
        textIn(item, "call_id", track.callId(token));
        textIn(item, "name", track.name());
        String name = Json.text(item, "name");
        if (!name.isEmpty() && name.equals(Json.text(item, NAMESPACE)) && plainTools.test(name)) {
            item.remove(NAMESPACE);
        }
        textIn(item, track.kind() == ItemKind.FUNCTION_CALL ? ARGUMENTS : INPUT, "");
    }

    private static void textIn(ObjectNode node, String name, @Nullable String absent) {
        if (isEmpty(node.path(name))) {
            node.put(name, absent);
        }
    }

    private static ArrayNode arrayIn(ObjectNode node, String name) {
        return node.path(name) instanceof ArrayNode array ? array : node.putArray(name);
    }

    private static void dropNull(ObjectNode node, String name) {
        if (node.path(name).isNull()) {
            node.remove(name);
        }
    }

    /** Returns {@code item} with its missing or empty members filled from {@code streamed}. */
    static ObjectNode filled(ObjectNode item, @Nullable ObjectNode streamed) {
        if (streamed == null) {
            return item;
        }
        ObjectNode filled = item.deepCopy();
        streamed.properties().forEach(member -> {
            if (isEmpty(filled.path(member.getKey()))) {
                filled.set(member.getKey(), member.getValue());
            }
        });
        return filled;
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.stringValue().isEmpty());
    }
}
