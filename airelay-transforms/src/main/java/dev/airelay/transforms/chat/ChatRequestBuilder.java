package dev.airelay.transforms.chat;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.request.Choices;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.StopSequences;
import dev.airelay.transforms.request.TextSettings;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.responses.StoredConversation;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the upstream request from the parameters of one chat request. */
final class ChatRequestBuilder {

    private static final String ONE_ANSWER = "A conversation continues with a single choice; leave out n.";

    private final TranslationContext context;
    private final UpstreamBody body = new UpstreamBody();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private final ModelSettings model;
    private final TextSettings text;
    private @Nullable StoredConversation conversation;
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private ArrayNode own = Json.array();
    private Set<String> customTools = Set.of();
    private @Nullable Value asked;
    private @Nullable String summary;
    private boolean includeUsage;
    private boolean legacyFunctions;
    private boolean toolsGiven;
    private ReasoningExposure reasoning;
    private List<String> stops = List.of();
    private int choices = 1;
    private boolean stream;

    ChatRequestBuilder(TranslationContext context) {
        this.context = context;
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new ToolSettings(context.origin().toolsAllowed());
        model = new ModelSettings(context);
        text = new TextSettings(body, disclosures);
        reasoning = context.settings().reasoning();
    }

    UpstreamBody body() {
        return body;
    }

    Disclosures disclosures() {
        return disclosures;
    }

    ToolSettings tools() {
        return tools;
    }

    ModelSettings model() {
        return model;
    }

    TextSettings text() {
        return text;
    }

    boolean stream() {
        return stream;
    }

    ReasoningExposure reasoning() {
        return reasoning;
    }

    int choices() {
        return choices;
    }

    /** Sets the names of custom tools for which there is no function; called before the history is read. */
    void offeredCustom(Set<String> names) {
        customTools = names;
    }

    void conversation(Value value) {
        conversation = StoredConversation.read(value, context, tools, disclosures);
        origins.addAll(Collections.nCopies(conversation.length(), MemberNames.Origin.within(value.at())));
        body.session(conversation.id());
    }

    void messages(Value value) {
        CallLedger calls = conversation == null ? new CallLedger() : conversation.calls();
        Value withFiles = FileReferences.replaced(value, context.files());
        Transcript.Prompt prompt = ChatMessages.read(withFiles, tools.names(), customTools, calls, disclosures);
        if (prompt.input().isEmpty()) {
            throw Rejections.invalid(value.at(), "there is nothing to answer, because all messages are empty.");
        }
        body.set(UpstreamMember.INSTRUCTIONS, prompt.instructions());
        own = prompt.input();
        if (conversation == null) {
            body.set(UpstreamMember.INPUT, own);
        } else {
            body.set(UpstreamMember.INPUT, conversation.followedBy(own));
            body.dispensable(conversation.dispensable());
        }
        origins.addAll(prompt.origins());
    }

    void instructions(Value value) {
        String system = body.find(UpstreamMember.INSTRUCTIONS)
                .map(JsonNode::stringValue)
                .orElse("");
        String asked = value.text();
        String separator = system.isEmpty() || asked.isEmpty() ? "" : "\n\n";
        body.set(UpstreamMember.INSTRUCTIONS, asked + separator + system);
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void includeUsage(Value value) {
        includeUsage = value.flag();
    }

    void summary(Value value) {
        summary = value.shortText();
    }

    void reasoningFormat(Value value) {
        String name = value.oneOf(ReasoningExposure.wireNames());
        reasoning = ReasoningExposure.of(name).orElse(reasoning);
    }

    void excludeReasoning(Value value) {
        if (value.flag()) {
            reasoning = ReasoningExposure.NONE;
        }
    }

    void parallelToolCalls(Value value) {
        tools.parallel(value.flag() && !legacyFunctions);
    }

    void tools(Value value) {
        toolsGiven = true;
        ChatTools.tools(value, tools);
    }

    void webSearch(Value value) {
        toolsGiven = true;
        ChatTools.webSearch(value, tools);
    }

    void functions(Value value) {
        toolsGiven = true;
        if (tools.offer().hasOwn()) {
            throw Rejections.invalid(value.at(), "Only one of 'functions' and 'tools' may be given.");
        }
        if (ChatTools.functions(value, tools)) {
            legacyFunctions = true;
            // The legacy reply has room for one call.
            tools.parallel(false);
        }
    }

    void stop(Value value) {
        stops = StopSequences.read(value);
        if (!stops.isEmpty()) {
            disclosures.emulate(value.at());
        }
    }

    void choices(Value value) {
        asked = value;
        choices = Choices.read(value, context.settings().maxChoices());
        if (choices > 1) {
            disclosures.emulate(value.at());
        }
    }

    /** Rejects several choices for a conversation, which continues with one. */
    void requireOneAnswer(boolean inConversation) {
        if (asked != null && choices > 1 && inConversation) {
            throw Rejections.unsupportedValue(asked.at(), ONE_ANSWER);
        }
    }

    /** Sets the members of the body that depend on several parameters. */
    void settle() {
        requireOneAnswer(conversation != null);
        if (!toolsGiven && tools.offer().isEmpty()) {
            tools.rejectChoiceAlone();
        }
        tools.applyTo(body, disclosures);
        Optional<String> effort = model.applyTo(body, disclosures);
        boolean none = effort.equals(Optional.of(ReasoningEffort.NONE));
        if (summary != null || (reasoning.visible() && !none)) {
            ObjectNode node = body.object(UpstreamMember.REASONING);
            node.put("summary", summary == null ? "auto" : summary);
        }
    }

    /** Returns the turn to add to the conversation that the request continues, if there is one. */
    Optional<LocalTurn> turn(ChatReplyOptions reply) {
        return Optional.ofNullable(conversation)
                .map(kept -> kept.turn(reply.completionId(), own, tools.names().restorations()));
    }

    /** Returns the origins of the upstream's input items. */
    List<MemberNames.Origin> origins() {
        return origins;
    }

    /** Returns the options of the reply. */
    ChatReplyOptions replyOptions() {
        return new ChatReplyOptions(
                model.wireName(),
                includeUsage,
                legacyFunctions,
                context.settings().customCalls(),
                reasoning,
                stops,
                choices,
                "chatcmpl-" + context.ids().get(),
                context.epochSeconds());
    }
}
