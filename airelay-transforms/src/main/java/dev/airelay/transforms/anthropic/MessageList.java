package dev.airelay.transforms.anthropic;

import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.tool.CallArguments;
import dev.airelay.transforms.tool.CallKind;
import dev.airelay.transforms.tool.CallLedger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a list of messages into the upstream's input: one pass, used once. */
final class MessageList {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String TYPE = ContentBlocks.TYPE;
    private static final String CONTENT = "content";
    private static final String ROLE = "role";
    private static final List<String> ROLES = List.of("user", "assistant", "system");
    private static final String TOOL_RESULT = "tool_result";
    private static final String TOOL_USE = "tool_use";
    private static final String TOOL_REFERENCE = "tool_reference";
    private static final String TOOL_ADDITION = "tool_addition";
    private static final String TOOL_REMOVAL = "tool_removal";
    private static final String COMPACTION = "compaction";
    private static final String BROWSER_STATE = "browser_state";
    private static final String CLEAR_AT = "clear_at";
    private static final List<String> CLEARED = List.of("next_user_message", "never");
    /** Marks the output of a tool that failed: the upstream has no member for it. */
    private static final String ERROR = "Error: ";

    private static final List<String> USER_TYPES = List.of("text", "image", "document", "search_result", TOOL_RESULT);
    private static final List<String> RESULT_TYPES =
            List.of("text", "image", "document", "search_result", TOOL_REFERENCE);

    private static final List<String> SYSTEM_TYPES = List.of("text", TOOL_ADDITION, TOOL_REMOVAL);
    private static final List<String> ASSISTANT_TYPES = List.of("text", "thinking", "redacted_thinking", TOOL_USE);
    /** Blocks that servers add to responses: their results are in the text that follows. */
    private static final List<String> SERVER_BLOCKS = List.of(
            "server_tool_use",
            "web_search_tool_result",
            "web_fetch_tool_result",
            "code_execution_tool_result",
            "bash_code_execution_tool_result",
            "text_editor_code_execution_tool_result",
            "tool_search_tool_result",
            "advisor_tool_result",
            "mcp_tool_use",
            "mcp_tool_result",
            "mcp_tool_listing",
            "container_upload",
            "fallback");

    private static final Shape SERVER_BLOCK =
            Shape.leftOut("What a server's tool found is in the text that follows it.");

    private static final Shape TOOL_CHANGE = ContentBlocks.block(
            Member.<Object>local("tool", "The tools of the request change accordingly.", (none, value) -> {})
                    .of(MessagesTools.CHANGE));

    /** The members of a message. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            message -> message.textOrEmpty(ROLE),
            Map.entry("user", message(userShapes())),
            Map.entry("assistant", message(assistantShapes())),
            Map.entry(
                    "system",
                    Shape.object(
                            sent(ROLE),
                            Member.<Object>sent(CONTENT)
                                    .of(Shape.list(Shape.ofKinds(block -> block.textOrEmpty(TYPE), systemShapes()))),
                            local(
                                    CLEAR_AT,
                                    "The relay leaves out a message that a later user message clears.",
                                    (none, value) -> {}),
                            Member.<Object>sent("output_config", "The last effort in a conversation counts.")
                                    .of(Shape.object(sent("effort")))))));

    private final Disclosures disclosures;
    private final MessagesTools tools;
    private final ContentBlocks blocks;
    private final CallLedger calls = new CallLedger();
    private final ArrayNode input = NODES.arrayNode();
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private @Nullable Value effort;

    private MessageList(MessagesTools tools, FileDirectory files, Disclosures disclosures) {
        this.tools = tools;
        this.disclosures = disclosures;
        blocks = new ContentBlocks(files);
    }

    /**
     * The conversation for the model.
     *
     * @param input the upstream's input items
     * @param origins their places in the request
     * @param effort the effort requested by a system message of the conversation, or null
     */
    record Prompt(
            ArrayNode input,
            List<MemberNames.Origin> origins,
            @Nullable Value effort) {}

    private static Shape message(Map<String, Shape> kinds) {
        return Shape.object(
                sent(ROLE),
                Member.<Object>sent(CONTENT).of(Shape.list(Shape.ofKinds(block -> block.textOrEmpty(TYPE), kinds))));
    }

    private static Map<String, Shape> userShapes() {
        Map<String, Shape> result = ContentBlocks.shapes();
        result.put(
                TOOL_REFERENCE,
                ContentBlocks.block(sent("tool_name", "Sent as a text; the tool is offered from then on.")));
        result.put(BROWSER_STATE, Shape.refused("The ChatGPT backend does not operate browsers."));
        Map<String, Shape> shapes = ContentBlocks.shapes();
        shapes.put(
                TOOL_RESULT,
                ContentBlocks.block(
                        sent("tool_use_id"),
                        Member.<Object>sent(CONTENT)
                                .of(Shape.list(Shape.ofKinds(block -> block.textOrEmpty(TYPE), result))),
                        sent("is_error", "Sent as a word before the output."),
                        unneeded("toolset_name", "The call already names the tool.")));
        shapes.put(TOOL_ADDITION, TOOL_CHANGE);
        shapes.put(TOOL_REMOVAL, TOOL_CHANGE);
        SERVER_BLOCKS.forEach(type -> shapes.put(type, SERVER_BLOCK));
        return shapes;
    }

    private static Map<String, Shape> assistantShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("text", ContentBlocks.TEXT_SHAPE);
        shapes.put(
                "thinking",
                Shape.object(
                        sent(TYPE),
                        sent("thinking", "Sent as the summary of the reasoning."),
                        sent("signature", "Holds the upstream's encrypted reasoning; other signatures are left out.")));
        shapes.put(
                "redacted_thinking",
                Shape.object(sent(TYPE), sentBack("data", "Only Anthropic's own models can read it.")));
        shapes.put(
                TOOL_USE,
                ContentBlocks.block(
                        sent("id"),
                        sent("name"),
                        sent("input", "Sent as JSON text."),
                        ContentBlocks.callerMember(),
                        unneeded("toolset_name", "The call already names the tool.")));
        shapes.put(
                COMPACTION,
                ContentBlocks.block(
                        sent(CONTENT, "Sent as a message of the user."),
                        sentBack("encrypted_content", "Only Anthropic's own models can read it."),
                        sentBack("signature", "Only Anthropic's own models can read it."),
                        sentBack("tool_changes", "The request lists its tools.")));
        SERVER_BLOCKS.forEach(type -> shapes.put(type, SERVER_BLOCK));
        return shapes;
    }

    private static Map<String, Shape> systemShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("text", ContentBlocks.TEXT_SHAPE);
        shapes.put(TOOL_ADDITION, TOOL_CHANGE);
        shapes.put(TOOL_REMOVAL, TOOL_CHANGE);
        return shapes;
    }

    /**
     * Returns the model's prompt for this value of {@code messages}.
     *
     * @param tools receives the names of called tools, and the messages' changes of the tools
     */
    static Prompt read(Value messages, MessagesTools tools, FileDirectory files, Disclosures disclosures) {
        MessageList reading = new MessageList(tools, files, disclosures);
        List<Value> all = messages.nonEmptyItems();
        int lastUser = -1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).object().textOrEmpty(ROLE).equals("user")) {
                lastUser = i;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            ObjectView message = all.get(i).object();
            switch (message.required(ROLE).oneOf(ROLES)) {
                case "user" -> reading.user(message);
                case "assistant" -> reading.assistant(message, i == all.size() - 1);
                default -> reading.system(message, i < lastUser);
            }
            reading.from(message);
        }
        reading.requireResults(messages.at().toString());
        if (reading.input.isEmpty()) {
            throw Rejections.invalid(messages.at(), "there is nothing to answer, because all messages are empty.");
        }
        return new Prompt(reading.input, List.copyOf(reading.origins), reading.effort);
    }

    /** Records that the items since the last call come from this message. */
    private void from(ObjectView message) {
        while (origins.size() < input.size()) {
            origins.add(new MemberNames.Origin(
                    message.at(), inside -> inside.startsWith("." + CONTENT) ? "." + CONTENT : ""));
        }
    }

    private void system(ObjectView message, boolean userFollows) {
        boolean cleared = message.find(CLEAR_AT)
                        .map(value -> value.oneOf(CLEARED))
                        .filter("next_user_message"::equals)
                        .isPresent()
                && userFollows;
        message.object("output_config").flatMap(config -> config.find("effort")).ifPresent(this::effort);
        ArrayNode parts = NODES.arrayNode();
        for (Value value : ContentBlocks.blocks(message.find(CONTENT))) {
            ObjectView block = value.object();
            Value type = block.required(TYPE);
            if (!toolChange(block, type.oneOf(SYSTEM_TYPES))) {
                blocks.addTo(parts, block);
            }
        }
        if (cleared) {
            disclosures.emulate(message.at());
        } else {
            addMessage("developer", parts);
        }
    }

    private void effort(Value value) {
        if (effort != null) {
            disclosures.leaveOut(effort.at());
        }
        effort = value;
    }

    private boolean toolChange(ObjectView block, String type) {
        if (type.equals(TOOL_ADDITION)) {
            tools.added(block.required("tool"));
        } else if (type.equals(TOOL_REMOVAL)) {
            tools.removed(block.required("tool"));
        } else {
            return false;
        }
        return true;
    }

    private void user(ObjectView message) {
        ArrayNode parts = NODES.arrayNode();
        for (Value value : ContentBlocks.blocks(message.find(CONTENT))) {
            ObjectView block = value.object();
            Value type = block.required(TYPE);
            String name = type.text();
            if (name.equals(TOOL_RESULT)) {
                parts = flushed("user", parts);
                result(block);
            } else if (ContentBlocks.TYPES.contains(name)) {
                blocks.addTo(parts, block);
            } else if (!toolChange(block, name) && !isOfServer(block, name)) {
                throw ContentBlocks.unknownType(type, USER_TYPES);
            }
        }
        addMessage("user", parts);
    }

    private ArrayNode flushed(String role, ArrayNode parts) {
        addMessage(role, parts);
        return parts.isEmpty() ? parts : NODES.arrayNode();
    }

    private void addMessage(String role, ArrayNode parts) {
        if (!parts.isEmpty()) {
            ObjectNode message = NODES.objectNode().put(TYPE, "message").put(ROLE, role);
            message.set(CONTENT, parts);
            input.add(message);
        }
    }

    private void result(ObjectView block) {
        Value id = block.required("tool_use_id");
        CallLedger.OpenCall call = calls.close(id.id())
                .orElseThrow(() -> Rejections.unpaired(
                        id.at().toString(),
                        "'" + id.at() + "': unexpected `tool_use_id` found in `tool_result` blocks: "
                                + Rejections.shown(id.text())
                                + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                                + " previous message."));
        boolean failed = block.find("is_error").map(Value::flag).orElse(false);
        ObjectNode item = NODES.objectNode().put(TYPE, call.kind().outputType()).put("call_id", call.upstreamId());
        Optional<Value> content = block.find(CONTENT);
        if (content.isPresent() && content.get().isText()) {
            input.add(item.put("output", (failed ? ERROR : "") + content.get().text()));
            return;
        }
        ArrayNode parts = NODES.arrayNode();
        if (failed) {
            parts.add(InputParts.text(ERROR.strip()));
        }
        for (Value value : ContentBlocks.blocks(content)) {
            ObjectView part = value.object();
            if (part.required(TYPE).oneOf(RESULT_TYPES).equals(TOOL_REFERENCE)) {
                String name = part.requiredText("tool_name");
                tools.referenced(name);
                parts.add(InputParts.text("The tool " + name + " can be called now."));
            } else {
                blocks.addTo(parts, part);
            }
        }
        if (parts.isEmpty()) {
            item.put("output", "");
        } else {
            item.set("output", parts);
        }
        input.add(item);
    }

    private void assistant(ObjectView message, boolean last) {
        requireResults(message.at().toString());
        Assistant turn = new Assistant();
        for (Value value : ContentBlocks.blocks(message.find(CONTENT))) {
            ObjectView block = value.object();
            Value type = block.required(TYPE);
            switch (type.text()) {
                case "text" -> turn.text(block.required("text").text());
                case "thinking" -> turn.thinking(block);
                case "redacted_thinking" -> disclosures.leaveOut(block.at());
                case TOOL_USE -> turn.call(block);
                case COMPACTION -> turn.summary(block);
                default -> {
                    if (!isOfServer(block, type.text())) {
                        throw ContentBlocks.unknownType(type, ASSISTANT_TYPES);
                    }
                }
            }
        }
        turn.end();
        if (last && turn.said) {
            throw Rejections.unsupportedValue(
                    message.at(),
                    "The conversation must end with a user message: the ChatGPT backend cannot continue a partial"
                            + " message. Ask for the wanted beginning in a user message.");
        }
    }

    /** Returns whether a block was added to a response by a server; only its references to tools are read. */
    private boolean isOfServer(ObjectView block, String type) {
        if (!SERVER_BLOCKS.contains(type)) {
            return false;
        }
        block.node().path(CONTENT).path("tool_references").forEach(reference -> {
            String name = reference.path("tool_name").stringValue("");
            if (!name.isEmpty()) {
                tools.referenced(name);
            }
        });
        return true;
    }

    private void requireResults(String param) {
        List<CallLedger.OpenCall> open = calls.unanswered();
        if (!open.isEmpty()) {
            throw Rejections.unpaired(
                    param,
                    "`tool_use` ids were found without `tool_result` blocks immediately after: "
                            + Rejections.shown(open.stream()
                                    .map(CallLedger.OpenCall::clientId)
                                    .toList())
                            + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
                            + " message.");
        }
    }

    /** One message of the assistant. Reasoning precedes its results; the upstream refuses reasoning alone. */
    private final class Assistant {

        private final List<ObjectNode> reasoning = new ArrayList<>();
        private final List<ObjectView> reasons = new ArrayList<>();
        private ArrayNode texts = NODES.arrayNode();
        private boolean said;

        void text(String text) {
            if (!text.isEmpty()) {
                said |= !text.isBlank();
                addReasoning();
                texts.add(NODES.objectNode().put(TYPE, "output_text").put("text", text));
            }
        }

        void thinking(ObjectView block) {
            String text = block.required("thinking").text();
            Optional<ThinkingSignature> signature =
                    block.find("signature").map(Value::text).flatMap(ThinkingSignature::parse);
            if (signature.isEmpty()) {
                disclosures.leaveOut(block.at());
                return;
            }
            ObjectNode item = NODES.objectNode().put(TYPE, "reasoning");
            ArrayNode summary = item.putArray("summary");
            if (!text.isEmpty()) {
                summary.addObject().put(TYPE, "summary_text").put("text", text);
            }
            reasoning.add(item.put("encrypted_content", signature.get().encrypted()));
            reasons.add(block);
        }

        void call(ObjectView block) {
            addReasoning();
            texts = flushed("assistant", texts);
            String id = calls.open(block.required("id").id(), CallKind.FUNCTION);
            Value arguments = block.required("input");
            input.add(NODES.objectNode()
                    .put(TYPE, CallKind.FUNCTION.callType())
                    .put("call_id", id)
                    .put("name", tools.names().called(block.required("name")))
                    .put("arguments", CallArguments.read(arguments)));
        }

        void summary(ObjectView block) {
            texts = flushed("assistant", texts);
            Optional<String> content = block.text(CONTENT);
            if (content.isPresent() && !content.get().isEmpty()) {
                addMessage("user", NODES.arrayNode().add(InputParts.text(content.get())));
            } else {
                disclosures.leaveOut(block.at());
            }
        }

        private void addReasoning() {
            if (!reasoning.isEmpty()) {
                texts = flushed("assistant", texts);
                reasoning.forEach(input::add);
                reasoning.clear();
                reasons.clear();
            }
        }

        void end() {
            reasons.forEach(block -> disclosures.leaveOut(block.at()));
            addMessage("assistant", texts);
        }
    }
}
