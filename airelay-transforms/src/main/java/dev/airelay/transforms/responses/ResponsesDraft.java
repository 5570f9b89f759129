package dev.airelay.transforms.responses;

import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.LocalTurn;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One Responses request while its parameters are read. */
final class ResponsesDraft {

    private static final String LOGPROBS = "message.output_text.logprobs";
    private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";
    private static final List<String> INCLUDES = List.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            ENCRYPTED_REASONING,
            LOGPROBS);

    private final TranslationContext context;
    private final String token;
    private final UpstreamBody body = new UpstreamBody();
    private final LocalMembers local = new LocalMembers();
    private final Echo echo = new Echo();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private final ModelSettings model;
    private final Memory memory;
    private final InputItems items;
    private @Nullable Value input;
    private boolean stream;
    private boolean encryptedReasoning;

    ResponsesDraft(TranslationContext context) {
        this.context = context;
        token = context.ids().get();
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new ToolSettings(context.origin().toolsAllowed());
        model = new ModelSettings(context);
        memory = new Memory(context, disclosures, local, token);
        KnownItems known = new KnownItems(context.history(), context.files());
        items = new InputItems(tools, disclosures, known, new ItemListing(token));
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

    Memory memory() {
        return memory;
    }

    void input(Value value) {
        input = value;
        memory.recall(items);
        items.input(value);
    }

    void instructions(Value value) {
        body.set(UpstreamMember.INSTRUCTIONS, value.text());
        local.put("instructions", value);
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void offer(Value value) {
        ResponsesTools.read(value, tools).forEach(tool -> tools.offer().add((ObjectNode) tool));
        echo.put("tools", value);
    }

    void choose(Value value) {
        tools.choose(value);
        echo.put("tool_choice", value);
    }

    void parallel(Value value) {
        tools.parallel(value.flag());
        echo.put("parallel_tool_calls", value);
    }

    /** Takes a summary setting, by its present or its former name. */
    void summary(Value value) {
        reasoning("summary", value);
    }

    /** Takes a reasoning setting that only the upstream can judge. */
    void reasoning(String name, Value value) {
        body.object(UpstreamMember.REASONING).put(name, value.nonEmptyText());
    }

    void format(Value value) {
        body.object(UpstreamMember.TEXT).set("format", TextFormat.read(value));
    }

    void verbosity(Value value) {
        body.object(UpstreamMember.TEXT).put("verbosity", value.nonEmptyText());
    }

    void include(Value value) {
        for (Value entry : value.items()) {
            String what = entry.oneOf(INCLUDES);
            if (what.equals(LOGPROBS)) {
                throw Faults.unsupportedValue(entry.at(), Reasons.NO_LOGPROBS);
            }
            encryptedReasoning |= what.equals(ENCRYPTED_REASONING);
            body.include(what);
        }
    }

    void promptCacheKey(Value value) {
        body.promptCacheKey(value.text());
        local.put("prompt_cache_key", value);
    }

    /** Puts what several parameters decide together into the body, but for the model. */
    void settleInput() {
        memory.settle();
        if (input == null) {
            if (!memory.goesOn()) {
                throw Faults.missing(Location.root().member(LocalReferences.INPUT));
            }
            memory.recall(items);
        }
        body.set(UpstreamMember.INPUT, items.finish());
        body.dispensable(items.dispensable());
        tools.applyTo(body);
    }

    /** Puts what several parameters decide together into the body. */
    void settle() {
        settleInput();
        model.applyTo(body, disclosures);
        memory.conversationId().ifPresent(body::session);
    }

    UpstreamBody body() {
        return body;
    }

    CodexRequest finish() {
        return body.finish(context);
    }

    /** Returns what is to be kept of the request. */
    LocalTurn turn() {
        return memory.turn(items.own());
    }

    /** Returns what of the request shapes the reply. */
    ResponsesReplyOptions replyOptions() {
        ObjectNode repeated = echo.toNode(body.find(UpstreamMember.TEXT), body.find(UpstreamMember.REASONING));
        long now = context.epochSeconds();
        memory.beginAt(now);
        return new ResponsesReplyOptions(
                local.toNode(), repeated, encryptedReasoning, model.wireName(), token, now, context.clock());
    }
}
