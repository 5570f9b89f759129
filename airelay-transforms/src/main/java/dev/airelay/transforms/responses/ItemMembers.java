package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.tool.CallKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The handling of the members of input items: those that {@link ItemShapes} reads are sent; the additional ones declared
 * here are not needed by the model. Items of other types are sent, or disclosed, as a whole.
 */
final class ItemMembers {

    private static final String TYPE = "type";
    private static final String ASSISTANT_MESSAGE = "assistant message";

    /** Members that the upstream, and so every client, adds to items. */
    private static final List<Member<Object>> OF_EVERY_ITEM = List.of(
            unneeded("id", Reasons.NOT_KEPT_UPSTREAM),
            unneeded("status", Reasons.NOT_KEPT_UPSTREAM),
            unneeded("created_by", Reasons.NOT_KEPT_UPSTREAM));

    private static final Member<Object> CALL_ID = sent("call_id", "Sent; shortened if too long.");
    private static final Member<Object> CALLER = ignoredUnless(
            "caller",
            "The ChatGPT backend does not let programs call tools.",
            caller -> caller.isObject() && caller.object().textOrEmpty(TYPE).equals("direct"));
    private static final Member<Object> TOOLS = Member.<Object>sent("tools").of(ResponsesTools.SHAPE);
    private static final Set<String> OF_FUNCTIONS = Set.of("function_call_output", "custom_tool_call_output");
    private static final List<String> OF_IMAGES =
            List.of("action", "background", "error", "output_format", "quality", "size", "svg_usage");
    private static final Member<Object> PARSED_ARGUMENTS =
            unneeded("parsed_arguments", "The arguments as parsed by OpenAI's SDK.");

    /** The members of a list of items. */
    static final Shape SHAPE =
            Shape.list(Shape.sentBackIf(ItemMembers::isEcho, Shape.ofKinds(ItemMembers::kind, shapes())));

    /** The types of items that clients create. */
    private static final Set<String> OF_CLIENTS = Stream.concat(
                    Stream.of(
                            "message",
                            KnownItems.REFERENCE,
                            InputItems.OF_LOCAL_SHELL,
                            "additional_tools",
                            "compaction_trigger"),
                    Stream.of(CallKind.values()).map(CallKind::outputType))
            .collect(Collectors.toUnmodifiableSet());

    private ItemMembers() {}

    /**
     * Returns whether an item looks like one that the relay has returned: it has an id, and only the model creates items of
     * its type. Its unknown members may come from the upstream, so they are never rejected.
     */
    static boolean isEcho(ObjectView item) {
        return !item.textOrEmpty("id").isEmpty() && !OF_CLIENTS.contains(kind(item));
    }

    private static String kind(ObjectView item) {
        if (KnownItems.isReference(item)) {
            return KnownItems.REFERENCE;
        }
        String type = item.text(TYPE).orElse("message");
        boolean said = type.equals("message") && item.textOrEmpty("role").equals("assistant");
        return said ? ASSISTANT_MESSAGE : type;
    }

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new TreeMap<>();
        shapes.put("message", Shape.object(with(MessageItem.INPUT)));
        shapes.put(ASSISTANT_MESSAGE, Shape.object(with(MessageItem.OUTPUT)));
        shapes.put("reasoning", shape(ItemShapes.REASONING));
        shapes.put(KnownItems.REFERENCE, Shape.object(sent(TYPE), sent("id", Reasons.STORED)));
        for (CallKind kind : CallKind.values()) {
            ItemShape call = Objects.requireNonNull(ItemShapes.CALLS.get(kind));
            ItemShape output = Objects.requireNonNull(ItemShapes.OUTPUTS.get(kind));
            shapes.put(kind.callType(), shape(call, CALL_ID, CALLER, PARSED_ARGUMENTS));
            shapes.putIfAbsent(kind.outputType(), output(kind.outputType(), output));
        }
        shapes.put(
                InputItems.OF_LOCAL_SHELL,
                shape(Objects.requireNonNull(ItemShapes.OUTPUTS.get(CallKind.LOCAL_SHELL)), CALL_ID, sent("id")));
        ItemShapes.PLAIN.forEach((type, shape) -> shapes.put(type, plain(type, shape)));
        ItemShape compaction = Objects.requireNonNull(ItemShapes.PLAIN.get(ItemShapes.COMPACTION));
        ItemShapes.FORMER_COMPACTIONS.forEach(type -> shapes.put(type, shape(compaction)));
        return shapes;
    }

    private static Shape output(String type, ItemShape shape) {
        if (ItemShapes.WITH_TOOLS.contains(type)) {
            return shape(shape, CALL_ID, TOOLS);
        }
        return OF_FUNCTIONS.contains(type)
                ? shape(shape, CALL_ID, CALLER, ofCall("name"), ofCall("namespace"))
                : shape(shape, CALL_ID, CALLER);
    }

    private static Shape plain(String type, ItemShape shape) {
        return switch (type) {
            case "image_generation_call" -> image(shape);
            case "web_search_call" -> shape(shape, sentBack("results", Reasons.SAID_WITH_ANSWER));
            case "additional_tools" -> shape(shape, TOOLS);
            default -> shape(shape);
        };
    }

    private static Shape image(ItemShape shape) {
        List<Member<Object>> members = new ArrayList<>(shape.members());
        OF_IMAGES.forEach(name -> members.add(unneeded(name, "Only the image itself is sent.")));
        return Shape.object(with(members));
    }

    private static Member<Object> ofCall(String name) {
        return unneeded(name, "The call already names the tool.");
    }

    @SafeVarargs
    private static Shape shape(ItemShape shape, Member<Object>... others) {
        List<Member<Object>> members = with(shape.members(), others);
        return shape.isOpen() ? Shape.open(members) : Shape.object(members);
    }

    /** Returns the members of an item that has these. */
    @SafeVarargs
    private static List<Member<Object>> with(List<Member<Object>> read, Member<Object>... others) {
        List<Member<Object>> members = new ArrayList<>(List.of(sent(TYPE)));
        members.addAll(read);
        for (Member<Object> other : others) {
            members.add(other);
        }
        Set<String> names = new HashSet<>();
        members.forEach(member -> names.add(member.name()));
        OF_EVERY_ITEM.stream().filter(member -> !names.contains(member.name())).forEach(members::add);
        return members;
    }
}
