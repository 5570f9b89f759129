package dev.airelay.transforms.chat;

import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.request.ServiceTier;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One chat request while its parameters are read. */
final class ChatDraft {

    private final UpstreamBody body = new UpstreamBody();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private String model = "";
    private @Nullable String effort;
    private @Nullable String summary;
    private boolean includeUsage;
    private boolean legacyFunctions;
    private boolean reasoningContent = true;
    private boolean stream;

    ChatDraft(TranslationContext context) {
        disclosures = new Disclosures(context.strictParameters());
        tools = new ToolSettings(context.toolsAllowed());
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

    boolean stream() {
        return stream;
    }

    void model(Value value) {
        model = value.nonEmptyText();
        body.set(UpstreamMember.MODEL, model);
    }

    void messages(Value value) {
        ChatTranscript.Prompt prompt = ChatMessages.read(value);
        if (prompt.input().isEmpty()) {
            throw Faults.invalid(value.at(), "there is nothing to answer, because all messages are empty.");
        }
        body.set(UpstreamMember.INSTRUCTIONS, prompt.instructions());
        body.set(UpstreamMember.INPUT, prompt.input());
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void includeUsage(Value value) {
        includeUsage = value.flag();
    }

    void effort(Value value) {
        effort = ReasoningEffort.wireName(value);
    }

    /** Takes the effort from the object form, which yields to OpenAI's own parameter. */
    void nestedEffort(Value value) {
        String nested = ReasoningEffort.wireName(value);
        if (effort == null) {
            effort = nested;
        } else if (!nested.equals(effort)) {
            disclosures.ignoreValue(value.at(), "'reasoning_effort' is given too and has another value.");
        }
    }

    void summary(Value value) {
        summary = value.nonEmptyText();
    }

    void excludeReasoning(Value value) {
        reasoningContent = !value.flag();
    }

    void responseFormat(Value value) {
        body.object(UpstreamMember.TEXT).set("format", ResponseFormat.read(value));
    }

    void verbosity(Value value) {
        body.object(UpstreamMember.TEXT).put("verbosity", value.nonEmptyText());
    }

    void serviceTier(Value value) {
        ServiceTier.apply(value, body, disclosures);
    }

    void parallelToolCalls(Value value) {
        tools.parallel(value.flag() && !legacyFunctions);
    }

    void functions(Value value) {
        if (!tools.offer().isEmpty()) {
            throw Faults.invalid(value.at(), "Only one of 'functions' and 'tools' may be given.");
        }
        if (ChatTools.functions(value, tools)) {
            legacyFunctions = true;
            // The legacy reply has room for one call.
            tools.parallel(false);
        }
    }

    /** Puts what several parameters decide together into the body. */
    void settle() {
        tools.applyTo(body);
        if (effort != null) {
            body.object(UpstreamMember.REASONING).put("effort", effort);
        }
        boolean summarised = reasoningContent && !ReasoningEffort.NONE.equals(effort);
        if (summary != null || summarised) {
            ObjectNode reasoning = body.object(UpstreamMember.REASONING);
            reasoning.put("summary", summary == null ? "auto" : summary);
        }
    }

    /** Returns what of the request shapes the reply. */
    ChatReplyOptions replyOptions(TranslationContext context) {
        return new ChatReplyOptions(
                model,
                includeUsage,
                legacyFunctions,
                reasoningContent,
                "chatcmpl-" + context.ids().get(),
                context.epochSeconds());
    }
}
