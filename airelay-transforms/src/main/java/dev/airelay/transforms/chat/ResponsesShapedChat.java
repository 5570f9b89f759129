package dev.airelay.transforms.chat;

import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.responses.ResponsesDialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body on the chat route that has {@code input} in the place of {@code messages}: what Cursor sends for some models. It
 * is read as a Responses request and answered in the chat form, and the chat parameters in it keep their meaning.
 */
final class ResponsesShapedChat {

    private static final ResponsesDialect RESPONSES = new ResponsesDialect();

    private static final String CONVERSATION = "conversation";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final String REASONING = "reasoning";
    private static final String EFFORT = "effort";
    private static final String SUMMARY = "summary";
    private static final String EXCLUDE = "exclude";
    private static final String TEXT = "text";
    private static final String REASONING_EFFORT = "reasoning_effort";
    private static final String VERBOSITY = "verbosity";
    private static final String RESPONSE_FORMAT = "response_format";
    private static final String JSON_SCHEMA = "json_schema";

    /** Chat parameters that would change the upstream's body; a Responses request says these things by other members. */
    private static final List<String> OTHERWISE_SAID = List.of(
            "messages",
            "functions",
            "function_call",
            "web_search_options",
            REASONING_EFFORT,
            VERBOSITY,
            RESPONSE_FORMAT);

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
        ChatDraft draft = new ChatDraft(context);
        draft.model().model(view.required("model"));
        ChatParameters.MEMBERS.walkPresent(ObjectView.body(chat), draft, draft.disclosures());
        sayInResponsesWords(draft.reasoning().visible());
        boolean inConversation = body.hasNonNull(CONVERSATION);
        draft.requireOneAnswer(inConversation);
        ChatReply reply = new ChatReply(draft.replyOptions());
        Translation translation = RESPONSES.translate(body, context, inConversation ? reply.remembered() : reply);
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
                    && !RESPONSES.parameters().knows(name)
                    && !OTHERWISE_SAID.contains(name);
            if (chatOnly || name.equals(STREAM_OPTIONS)) {
                chat.set(name, body.remove(name));
            }
        }
        if (body.path(REASONING).has(EXCLUDE)) {
            ObjectNode reasoning = copy(REASONING);
            chat.putObject(REASONING).set(EXCLUDE, reasoning.remove(EXCLUDE));
            body.set(REASONING, reasoning);
        }
    }

    private void sayInResponsesWords(boolean reasoningVisible) {
        say(REASONING_EFFORT, REASONING, EFFORT);
        say(VERBOSITY, TEXT, VERBOSITY);
        if (body.path(RESPONSE_FORMAT).path(JSON_SCHEMA) instanceof ObjectNode schema) {
            ObjectNode flat = view.node().objectNode();
            flat.set("type", body.get(RESPONSE_FORMAT).get("type"));
            body.set(RESPONSE_FORMAT, flat.setAll(schema));
        }
        say(RESPONSE_FORMAT, TEXT, "format");
        JsonNode reasoning = body.path(REASONING);
        boolean none = reasoning.path(EFFORT).stringValue("").equals(ReasoningEffort.NONE);
        boolean readable = reasoning.isObject() || !body.hasNonNull(REASONING);
        if (reasoningVisible && readable && !none && !reasoning.hasNonNull(SUMMARY)) {
            body.set(REASONING, copy(REASONING).put(SUMMARY, "auto"));
        }
    }

    /** Moves a chat parameter to its place in a Responses request, unless that is taken. */
    private void say(String name, String group, String member) {
        boolean free = !body.path(group).hasNonNull(member);
        boolean open = body.path(group).isObject() || !body.hasNonNull(group);
        if (body.hasNonNull(name) && free && open) {
            ObjectNode holder = copy(group);
            holder.set(member, body.remove(name));
            body.set(group, holder);
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
