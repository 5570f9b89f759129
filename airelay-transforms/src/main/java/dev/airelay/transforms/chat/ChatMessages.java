package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.CallLedger;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.InputParts;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolNames;
import dev.airelay.transforms.request.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;

/** Turns a chat message list into the upstream's instructions and input: one pass, used once. */
final class ChatMessages {

    /** A reader for each role, in the order in which OpenAI's errors list them. */
    private static final Map<String, BiConsumer<ChatMessages, ObjectView>> ROLES = roles();

    private final ChatTranscript transcript = new ChatTranscript();
    private final CallLedger calls;
    private final ChatCalls history;
    private int index;

    private ChatMessages(ToolNames names, CallLedger calls) {
        this.calls = calls;
        history = new ChatCalls(transcript, calls, names);
    }

    /**
     * Returns what the model is given for this value of {@code messages}.
     *
     * @param names the request's tool names
     * @param calls the calls of what was said before the messages
     */
    static ChatTranscript.Prompt read(Value messages, ToolNames names, CallLedger calls) {
        ChatMessages reading = new ChatMessages(names, calls);
        for (Value message : messages.nonEmptyItems()) {
            ObjectView view = message.object();
            // A name goes nowhere, because the upstream's messages have none.
            view.text("name");
            view.required("role").oneOf(ROLES).accept(reading, view);
            reading.index++;
        }
        // The turn to come is the one that lacks the outputs.
        reading.index--;
        reading.requireAnswers();
        return reading.transcript.prompt();
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
        transcript.system(ChatContent.texts(message));
    }

    private void user(ObjectView message) {
        requireAnswers();
        transcript.started();
        ArrayNode parts = ChatContent.inputParts(message);
        transcript.message("user", parts.isEmpty() ? parts.add(InputParts.text("")) : parts);
    }

    private void assistant(ObjectView message) {
        if (history.repeatsEarlier(message)) {
            return;
        }
        requireAnswers();
        transcript.started();
        message.find("audio").ifPresent(audio -> {
            throw Faults.unsupportedParameter(audio.at(), "The ChatGPT backend keeps no audio; send the text instead.");
        });
        transcript.message("assistant", ChatContent.outputParts(message));
        message.items("tool_calls").forEach(history::toolCall);
        message.object("function_call").ifPresent(call -> history.functionCall(call, index));
    }

    private void tool(ObjectView message) {
        transcript.started();
        if (!history.toolOutput(message)) {
            throw Faults.unpaired(
                    roleParam(),
                    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with"
                            + " 'tool_calls'.");
        }
    }

    private void function(ObjectView message) {
        transcript.started();
        if (!history.functionOutput(message)) {
            throw Faults.unpaired(
                    roleParam(),
                    "Invalid parameter: messages with role 'function' must be a response to a preceding message with"
                            + " 'function_call'.");
        }
    }

    private void requireAnswers() {
        List<CallLedger.OpenCall> unanswered = calls.unanswered();
        if (!unanswered.isEmpty()) {
            throw Faults.unpaired(
                    roleParam(),
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + unanswered.stream()
                                    .map(call -> Faults.shown(call.clientId()))
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** Returns the path in the form that OpenAI's own error for these cases has. */
    private String roleParam() {
        return "messages.[" + index + "].role";
    }
}
