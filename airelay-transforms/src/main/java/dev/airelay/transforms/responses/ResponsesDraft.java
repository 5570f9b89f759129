package dev.airelay.transforms.responses;

import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One Responses request while its parameters are read. */
final class ResponsesDraft {

    private static final String LOGPROBS = "message.output_text.logprobs";
    private static final List<String> INCLUDES = List.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            LOGPROBS);

    private final UpstreamBody body = new UpstreamBody();
    private final LocalMembers local = new LocalMembers();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private final ModelSettings model;
    private boolean stream;

    ResponsesDraft(TranslationContext context) {
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new ToolSettings(context.origin().toolsAllowed());
        model = new ModelSettings(context);
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

    /** Returns the members of the response object that the relay answers for. */
    LocalMembers local() {
        return local;
    }

    boolean stream() {
        return stream;
    }

    ModelSettings model() {
        return model;
    }

    void input(Value value) {
        body.set(UpstreamMember.INPUT, InputItems.read(value, tools));
    }

    void instructions(Value value) {
        body.set(UpstreamMember.INSTRUCTIONS, value.text());
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void offer(Value value) {
        ResponsesTools.read(value, tools).forEach(tool -> tools.offer().add((ObjectNode) tool));
    }

    /** Takes a summary setting, by its present or its former name. */
    void summary(Value value) {
        body.object(UpstreamMember.REASONING).put("summary", value.nonEmptyText());
    }

    /** Takes a reasoning setting that only the upstream can judge. */
    void reasoning(String name, Value value) {
        body.object(UpstreamMember.REASONING).put(name, value.nonEmptyText());
    }

    void format(Value value) {
        ObjectView format = value.object();
        format.requiredText("type");
        body.object(UpstreamMember.TEXT).set("format", format.node().deepCopy());
    }

    void verbosity(Value value) {
        body.object(UpstreamMember.TEXT).put("verbosity", value.nonEmptyText());
    }

    void include(Value value) {
        for (Value entry : value.items()) {
            String what = entry.oneOf(INCLUDES);
            if (what.equals(LOGPROBS)) {
                throw Faults.unsupportedValue(entry.at(), "The ChatGPT backend reports no log probabilities.");
            }
            body.include(what);
        }
    }

    void promptCacheKey(Value value) {
        body.promptCacheKey(value.text());
        local.put("prompt_cache_key", value);
    }

    /** Puts what several parameters decide together into the body. */
    void settle() {
        tools.applyTo(body);
        model.applyTo(body, disclosures);
    }

    /** Returns what of the request shapes the reply. */
    ResponsesReplyOptions replyOptions(TranslationContext context) {
        return new ResponsesReplyOptions(
                local.toNode(), model.wireName(), context.ids().get(), context.epochSeconds(), context.clock());
    }
}
