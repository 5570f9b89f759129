package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.sentBack;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;

/** Turns a chat message list into the upstream's instructions and input: one pass, used once. */
final class ChatMessages {

    /** A reader for each role, in the order in which OpenAI's errors list them. */
    private static final Map<String, BiConsumer<ChatMessages, ObjectView>> ROLES = roles();

    private static final String ROLE = "role";
    private static final String NAME = "name";
    private static final String PREFIX =
            "The ChatGPT backend cannot continue a partial message; ask for the wanted beginning in a user"
                    + " message.";
    private static final Member<Object> SPEAKER =
            sent(NAME, "Prefixed to the text if messages of the same role have different names; ignored otherwise.");

    /** The members of a message. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            message -> message.textOrEmpty(ROLE),
            Map.entry("system", message(SPEAKER)),
            Map.entry("developer", message(SPEAKER)),
            Map.entry("user", message(SPEAKER)),
            Map.entry(
                    "assistant",
                    message(
                            SPEAKER,
                            sent("refusal"),
                            Member.<Object>sent("tool_calls").of(Shape.list(ChatCalls.SHAPE)),
                            Member.<Object>sent("function_call").of(ChatCalls.FUNCTION_CALL),
                            rejected(
                                    "audio",
                                    "The ChatGPT backend does not store audio; send the transcript as text instead."),
                            onlyIf("prefix", PREFIX, NoOpValues::off),
                            onlyIf("partial", PREFIX, NoOpValues::off),
                            sentBack("annotations", Reasons.SAID_WITH_ANSWER),
                            sentBack("reasoning_content", Reasons.SAID_WITH_ANSWER),
                            sentBack("reasoning", Reasons.SAID_WITH_ANSWER),
                            Member.<Object>sent(
                                            ReasoningDetails.MEMBER,
                                            "Encrypted reasoning from the relay is sent as reasoning items before the message;"
                                                    + " other entries are ignored.")
                                    .of(ReplayedReasoning.SHAPE),
                            unneeded("parsed", "The content as parsed by OpenAI's SDK."))),
            Map.entry("tool", message(sent("tool_call_id"), unneeded(NAME, "The call already names the tool."))),
            Map.entry("function", message(sent(NAME)))));

    private final Transcript transcript = new Transcript();
    private final Speakers speakers;
    private final CallLedger calls;
    private final ReplayedReasoning reasoning;
    private final ChatCalls history;
    private int index;

    private ChatMessages(ChatCalls.Tools tools, CallLedger calls, Disclosures disclosures, Speakers speakers) {
        this.calls = calls;
        this.speakers = speakers;
        reasoning = new ReplayedReasoning(disclosures);
        history = new ChatCalls(transcript, calls, tools);
    }

    /**
     * Returns the model's prompt for this value of {@code messages}.
     *
     * @param names the request's tool names
     * @param customTools the names of custom tools for which there is no function
     * @param calls the calls before the messages
     * @param disclosures receives the handling of speakers' names and of reasoning
     */
    static Transcript.Prompt read(
            Value messages, ToolNames names, Set<String> customTools, CallLedger calls, Disclosures disclosures) {
        List<Value> all = messages.nonEmptyItems();
        ChatMessages reading = new ChatMessages(
                new ChatCalls.Tools(names, customTools), calls, disclosures, Speakers.of(all, disclosures));
        for (Value message : all) {
            ObjectView view = message.object();
            view.required(ROLE).oneOf(ROLES).accept(reading, view);
            reading.transcript.from(view);
            reading.index++;
        }
        // The next turn lacks the outputs.
        reading.index--;
        reading.requireAnswers();
        return reading.transcript.prompt();
    }

    @SafeVarargs
    private static Shape message(Member<Object>... members) {
        return Shape.object(List.of(sent(ROLE), Member.<Object>sent("content").of(ChatContent.SHAPE)), members);
    }

    private static Map<String, BiConsumer<ChatMessages, ObjectView>> roles() {
        Map<String, BiConsumer<ChatMessages, ObjectView>> roles = new LinkedHashMap<>();
        roles.put("system", ChatMessages::system);
        roles.put("assistant", ChatMessages::assistant);
        roles.put("user", ChatMessages::user);
        roles.put("function", ChatMessages::function);
        roles.put("tool", ChatMessages::tool);
        roles.put("developer", ChatMessages::system);
        return roles;
    }

    private void system(ObjectView message) {
        transcript.system(speakers.named(message, ChatContent.texts(message)));
    }

    private void user(ObjectView message) {
        requireAnswers();
        transcript.started();
        ArrayNode parts = ChatContent.inputParts(message);
        transcript.message("user", speakers.named(message, parts.isEmpty() ? parts.add(InputParts.text("")) : parts));
    }

    private void assistant(ObjectView message) {
        if (history.repeatsEarlier(message)) {
            return;
        }
        requireAnswers();
        transcript.started();
        ArrayNode parts = ChatContent.outputParts(message);
        boolean saysMore = !parts.isEmpty()
                || message.has("function_call")
                || !message.items("tool_calls").isEmpty();
        reasoning.items(message, saysMore).forEach(transcript::item);
        transcript.message("assistant", speakers.named(message, parts));
        message.items("tool_calls").forEach(history::toolCall);
        message.object("function_call").ifPresent(call -> history.functionCall(call, index));
    }

    private void tool(ObjectView message) {
        transcript.started();
        if (!history.toolOutput(message)) {
            throw Rejections.unpaired(
                    roleParam(),
                    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with"
                            + " 'tool_calls'.");
        }
    }

    private void function(ObjectView message) {
        transcript.started();
        if (!history.functionOutput(message)) {
            throw Rejections.unpaired(
                    roleParam(),
                    "Invalid parameter: messages with role 'function' must be a response to a preceding message with"
                            + " 'function_call'.");
        }
    }

    private void requireAnswers() {
        List<CallLedger.OpenCall> unanswered = calls.unanswered();
        if (!unanswered.isEmpty()) {
            throw Rejections.unpaired(
                    roleParam(),
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + Rejections.shown(unanswered.stream()
                                    .map(CallLedger.OpenCall::clientId)
                                    .toList()));
        }
    }

    /** Returns the path in the form of OpenAI's own error for these cases. */
    private String roleParam() {
        return "messages.[" + index + "].role";
    }
}
