package dev.airelay.transforms.ollama;

import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Turns Ollama's message list into the upstream's instructions and input: one pass, used once. */
final class OllamaMessages {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String IMAGES = "images";
    private static final String NO_IMAGES = "Only messages of the roles user and tool can have images.";

    /** A reader for each role, in the order in which errors list them. As in Ollama, capitals are accepted. */
    private static final Map<String, BiConsumer<OllamaMessages, ObjectView>> ROLES = roles();

    /** The members of a message. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            message -> role(message.textOrEmpty(ROLE)),
            Map.entry("system", message(noImages(), unneeded("tool_calls", "Only the model calls tools."))),
            Map.entry("user", message(sent(IMAGES))),
            Map.entry(
                    "assistant",
                    message(
                            noImages(),
                            sentBack("thinking", Reasons.SAID_WITH_ANSWER),
                            Member.<Object>sent("tool_calls").of(Shape.list(OllamaCalls.SHAPE)))),
            Map.entry(
                    "tool",
                    message(
                            sent(IMAGES),
                            sent("tool_call_id", "Finds the call that the message answers."),
                            sent("tool_name", "Finds the call that the message answers, where there is no id."),
                            sent("name", "Same as tool_name, which takes precedence.")))));

    private final Transcript transcript = new Transcript();
    private final OllamaCalls calls;

    private OllamaMessages(ToolNames names, CallLedger ledger) {
        calls = new OllamaCalls(transcript, ledger, names);
    }

    /**
     * Returns the model's prompt for this value of {@code messages}, which has at least one.
     *
     * @param names the request's tool names
     * @param ledger pairs calls with their outputs
     */
    static Transcript.Prompt read(Value messages, ToolNames names, CallLedger ledger) {
        OllamaMessages reading = new OllamaMessages(names, ledger);
        for (Value message : messages.items()) {
            ObjectView view = message.object();
            Value given = view.required(ROLE);
            new Value(StringNode.valueOf(role(given.text())), given.at())
                    .oneOf(ROLES)
                    .accept(reading, view);
            reading.transcript.from(view);
        }
        reading.calls.requireAnswers(messages.at());
        return reading.transcript.prompt();
    }

    @SafeVarargs
    private static Shape message(Member<Object>... members) {
        return Shape.object(List.of(sent(ROLE), sent(CONTENT)), members);
    }

    private static Member<Object> noImages() {
        return onlyIf(IMAGES, NO_IMAGES, NoOpValues::saysNothing);
    }

    private static String role(String given) {
        String role = given.toLowerCase(Locale.ROOT);
        return role.equals("developer") ? "system" : role;
    }

    private static Map<String, BiConsumer<OllamaMessages, ObjectView>> roles() {
        Map<String, BiConsumer<OllamaMessages, ObjectView>> roles = new LinkedHashMap<>();
        roles.put("system", OllamaMessages::system);
        roles.put("user", OllamaMessages::user);
        roles.put("assistant", OllamaMessages::assistant);
        roles.put("tool", OllamaMessages::tool);
        return roles;
    }

    private void system(ObjectView message) {
        transcript.system(List.of(text(message)));
    }

    private void user(ObjectView message) {
        calls.requireAnswers(message.at());
        transcript.started();
        transcript.message("user", parts(message));
    }

    private void assistant(ObjectView message) {
        calls.requireAnswers(message.at());
        transcript.started();
        ArrayNode parts = NODES.arrayNode();
        String text = text(message);
        if (!text.isEmpty()) {
            parts.add(NODES.objectNode().put("type", "output_text").put("text", text));
        }
        transcript.message("assistant", parts);
        message.items("tool_calls").forEach(calls::call);
    }

    private void tool(ObjectView message) {
        transcript.started();
        ObjectNode output = calls.output(message);
        if (message.items(IMAGES).isEmpty()) {
            output.put("output", text(message));
        } else {
            output.set("output", parts(message));
        }
        transcript.item(output);
    }

    private static String text(ObjectView message) {
        return message.text(CONTENT).orElse("");
    }

    /** Returns text and images; an empty text only if there is nothing else. */
    private static ArrayNode parts(ObjectView message) {
        ArrayNode parts = NODES.arrayNode();
        List<Value> images = message.items(IMAGES);
        String text = text(message);
        if (!text.isEmpty() || images.isEmpty()) {
            parts.add(InputParts.text(text));
        }
        images.forEach(image -> parts.add(InputParts.imageContent(image)));
        return parts;
    }
}
