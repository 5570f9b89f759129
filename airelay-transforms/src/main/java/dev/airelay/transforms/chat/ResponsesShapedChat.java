package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.CallKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body on the chat route with {@code input} instead of {@code messages}, as Cursor sends for some models. It is read as a
 * Responses request and answered in the chat form, and its chat parameters keep their meaning.
 */
final class ResponsesShapedChat {

    private static final ResponsesDialect RESPONSES = new ResponsesDialect();
    private static final String CONVERSATION = "conversation";
    private static final String INPUT = "input";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final String REASONING = "reasoning";
    private static final String EFFORT = "effort";
    private static final String SUMMARY = "summary";
    private static final String EXCLUDE = "exclude";
    private static final String REASONING_EFFORT = "reasoning_effort";
    /** Chat parameters that the relay can honor in a chat reply, but not in a response. */
    private static final List<String> OF_CHAT_ANSWERS = List.of("stop", "n", STREAM_OPTIONS);

    private final ObjectView view;
    private final TranslationContext context;
    private final ObjectNode body;
    private final ObjectNode chat;

    ResponsesShapedChat(ObjectView view, TranslationContext context) {
        this.view = view;
        this.context = context;
        this.body = view.node().objectNode();
        this.body.setAll(view.node());
        this.chat = view.node().objectNode();
    }

    Translation translate() {
        moveChatParameters();
        restoreCustomCalls();
        ChatRequestBuilder draft = new ChatRequestBuilder(context);
        draft.model().model(view.required("model"));
        ChatParameters.MEMBERS.walkPresent(ObjectView.body(chat), draft, draft.disclosures());
        askForSummary(draft.reasoning().visible());
        boolean inConversation = body.hasNonNull(CONVERSATION);
        draft.requireOneAnswer(inConversation);
        ChatReplyOptions options = draft.replyOptions();
        Translation translation = RESPONSES.translate(
                body, context, inConversation ? ChatReply.remembered(options) : ChatReply.of(options));
        return new Translation(
                Collections.nCopies(draft.choices(), translation.request()),
                translation.stream(),
                joined(translation.ignoredParameters(), draft.disclosures().ignored()),
                joined(translation.emulatedParameters(), draft.disclosures().emulated()),
                translation.reply(),
                translation.turn(),
                translation.failures());
    }

    private void moveChatParameters() {
        for (String name : view.names()) {
            boolean chatOnly = ChatParameters.MEMBERS.knows(name)
                    && !RESPONSES.parameters().knows(name);
            if (chatOnly || OF_CHAT_ANSWERS.contains(name)) {
                chat.set(name, body.remove(name));
            }
        }
        if (body.path(REASONING).has(EXCLUDE)) {
            ObjectNode reasoning = copy(REASONING);
            chat.putObject(REASONING).set(EXCLUDE, reasoning.remove(EXCLUDE));
            body.set(REASONING, reasoning);
        }
    }

    /** Restores custom calls that the client got as function calls, see {@code CustomCallForm}, and their outputs. */
    private void restoreCustomCalls() {
        Set<String> custom = ChatTools.customNames(view);
        if (custom.isEmpty() || !body.path(INPUT).isArray()) {
            return;
        }
        ArrayNode input = body.arrayNode();
        Set<String> restored = new HashSet<>();
        for (JsonNode item : body.path(INPUT)) {
            String type = item.path("type").stringValue("");
            String callId = item.path("call_id").stringValue("");
            if (type.equals(CallKind.FUNCTION.callType())
                    && custom.contains(item.path("name").stringValue(""))) {
                restored.add(callId);
                ObjectNode call = retyped(item, CallKind.CUSTOM.callType());
                call.set(INPUT, call.remove("arguments"));
                input.add(call);
            } else if (type.equals(CallKind.FUNCTION.outputType()) && restored.contains(callId)) {
                input.add(retyped(item, CallKind.CUSTOM.outputType()));
            } else {
                input.add(item);
            }
        }
        body.set(INPUT, input);
    }

    private static ObjectNode retyped(JsonNode item, String type) {
        ObjectNode copy = ((ObjectNode) item).objectNode();
        return copy.setAll((ObjectNode) item).put("type", type);
    }

    /** Requests a summary of the reasoning if there is reasoning and the client may see it, as for chat requests. */
    private void askForSummary(boolean reasoningVisible) {
        JsonNode reasoning = body.path(REASONING);
        JsonNode effort = reasoning.hasNonNull(EFFORT) ? reasoning.path(EFFORT) : body.path(REASONING_EFFORT);
        boolean none = effort.stringValue("").equals(ReasoningEffort.NONE);
        boolean readable = reasoning.isObject() || !body.hasNonNull(REASONING);
        if (reasoningVisible && readable && !none && !reasoning.hasNonNull(SUMMARY)) {
            body.set(REASONING, copy(REASONING).put(SUMMARY, "auto"));
        }
    }

    private ObjectNode copy(String group) {
        ObjectNode copy = view.node().objectNode();
        return body.path(group) instanceof ObjectNode object ? copy.setAll(object) : copy;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
