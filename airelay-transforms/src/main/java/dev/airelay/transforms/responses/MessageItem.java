package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Message items, in the short form and the full one. */
final class MessageItem {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final List<String> ROLES = List.of("assistant", "system", "developer", "user");
    private static final String REFUSAL = "refusal";
    private static final String TEXT = "output_text";
    /** The members with the text of a part of another type. */
    private static final List<String> WORDS = List.of("text", "transcript");

    private static final String NO_WORDS = "The ChatGPT backend accepts only text and refusals from the assistant.";

    private static final Shape INPUT_PARTS = Shape.list(InputParts.SHAPE);
    private static final Shape OUTPUT_PARTS = Shape.list(Shape.ofKinds(
            part -> part.textOrEmpty("type"),
            Map.entry(
                    "output_text",
                    InputParts.part(
                            sent("text"),
                            sentBack("annotations", Reasons.SAID_WITH_ANSWER),
                            sentBack("logprobs", Reasons.SAID_WITH_ANSWER),
                            unneeded("parsed", "The text as parsed by OpenAI's SDK."))),
            Map.entry("refusal", InputParts.part(sent("refusal")))));

    /** The members of a message to the model. */
    static final List<Member<Object>> INPUT =
            List.of(sent("role"), Member.<Object>sent("content").of(INPUT_PARTS));

    /** The members of a message from the model. */
    static final List<Member<Object>> OUTPUT =
            List.of(sent("role"), Member.<Object>sent("content").of(OUTPUT_PARTS), sent("phase"));

    private MessageItem() {}

    /** Returns a user message of one text. */
    static ObjectNode ofUser(String text) {
        return message("user", NODES.arrayNode().add(InputParts.text(text)));
    }

    /**
     * Returns the message for the upstream; empty for an assistant message without content.
     *
     * @param disclosures records parts that cannot be sent
     */
    static Optional<ObjectNode> read(ObjectView item, Disclosures disclosures) {
        String role = item.required("role").oneOf(ROLES);
        Value content = item.required("content");
        if (!content.isText() && !content.isArray()) {
            throw Rejections.wrongType(content.at(), "one of a string or an array of objects", content.node());
        }
        if (!role.equals("assistant")) {
            ArrayNode parts = content.isText()
                    ? NODES.arrayNode().add(InputParts.text(content.text()))
                    : InputParts.readAll(content);
            // The upstream has no system role.
            return Optional.of(message(role.equals("system") ? "developer" : role, parts));
        }
        ArrayNode parts = outputParts(content, disclosures);
        if (parts.isEmpty()) {
            item.text("phase").ifPresent(phase -> disclosures.leaveOut(item.at().member("phase")));
            return Optional.empty();
        }
        ObjectNode message = message(role, parts);
        item.text("phase").ifPresent(phase -> message.put("phase", phase));
        return Optional.of(message);
    }

    private static ArrayNode outputParts(Value content, Disclosures disclosures) {
        ArrayNode parts = NODES.arrayNode();
        if (content.isText()) {
            return content.text().isEmpty() ? parts : parts.add(outputText(content.text()));
        }
        content.items().forEach(part -> outputPart(part.object(), disclosures).ifPresent(parts::add));
        return parts;
    }

    /** Returns the part for the upstream; empty for one without content, such as a null text. */
    private static Optional<ObjectNode> outputPart(ObjectView part, Disclosures disclosures) {
        Value type = part.required("type");
        switch (type.shortText()) {
            case TEXT -> {
                return said(part, "text").map(MessageItem::outputText);
            }
            case REFUSAL -> {
                return said(part, REFUSAL)
                        .map(text -> NODES.objectNode().put("type", REFUSAL).put(REFUSAL, text));
            }
            default -> {
                if (InputParts.isInput(type.text())) {
                    throw Rejections.notOneOf(type.at(), type.text(), List.of(TEXT, REFUSAL));
                }
                Optional<String> words =
                        WORDS.stream().flatMap(name -> part.text(name).stream()).findFirst();
                if (words.isEmpty()) {
                    disclosures.ignoreValue(part.at(), NO_WORDS);
                } else {
                    disclosures.emulate(type.at());
                }
                return words.map(MessageItem::outputText);
            }
        }
    }

    private static Optional<String> said(ObjectView part, String member) {
        if (!part.node().has(member)) {
            throw Rejections.missing(part.at().member(member));
        }
        return part.text(member);
    }

    private static ObjectNode outputText(String text) {
        return NODES.objectNode().put("type", TEXT).put("text", text);
    }

    private static ObjectNode message(String role, ArrayNode parts) {
        ObjectNode message = NODES.objectNode().put("type", "message").put("role", role);
        message.set("content", parts);
        return message;
    }
}
