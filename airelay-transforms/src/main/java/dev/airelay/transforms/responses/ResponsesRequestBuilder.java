package dev.airelay.transforms.responses;

import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.reply.NameRestorer;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.TextSettings;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Builds the upstream request from the parameters of one Responses request. */
final class ResponsesRequestBuilder {

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

    /** The number of items of earlier turns. */
    private int recalled;

    private final TranslationContext context;
    private final String token;
    private final UpstreamBody body = new UpstreamBody();
    private final LocalMembers local = new LocalMembers();
    private final RequestEcho echo = new RequestEcho();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private final ModelSettings model;
    private final TextSettings text;
    private final Memory memory;
    private final InputItems items;
    private final List<MemberNames.Origin> toolOrigins = new ArrayList<>();
    private @Nullable Value input;
    private boolean stream;
    private boolean encryptedReasoning;

    ResponsesRequestBuilder(TranslationContext context) {
        this.context = context;
        token = context.ids().get();
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new ToolSettings(context.origin().toolsAllowed());
        model = new ModelSettings(context);
        text = new TextSettings(body, disclosures);
        memory = new Memory(context, disclosures, local, token);
        KnownItems known = new KnownItems(context.history(), context.files());
        items = new InputItems(tools, disclosures, known, new ItemListing(token));
        items.mayBeEmpty(context.origin().prepares());
    }

    Disclosures disclosures() {
        return disclosures;
    }

    ToolSettings tools() {
        return tools;
    }

    /** Returns the members of the response object that the relay provides. */
    LocalMembers local() {
        return local;
    }

    boolean stream() {
        return stream;
    }

    ModelSettings model() {
        return model;
    }

    TextSettings text() {
        return text;
    }

    Memory memory() {
        return memory;
    }

    void input(Value value) {
        input = value;
        recall();
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
        value.items().forEach(tool -> toolOrigins.add(MemberNames.ofTool(tool)));
    }

    void choose(Value value) {
        tools.choose(value);
        if (value.isText()) {
            echo.put(UpstreamMember.TOOL_CHOICE.wireName(), value);
        }
    }

    /** Adds the functions of Chat Completions, an older form of tools. */
    void functions(Value value) {
        if (tools.offer().hasOwn()) {
            throw Rejections.invalid(value.at(), "Only one of 'functions' and 'tools' may be given.");
        }
        for (Value function : value.items()) {
            tools.checkAllowed(value.at());
            tools.offer().add(ToolShapes.function(function.object(), tools.names()));
            toolOrigins.add(MemberNames.Origin.same(function.at()));
        }
    }

    /** Adds the web search options of Chat Completions, which is a tool here. */
    void webSearch(Value value) {
        tools.checkAllowed(value.at());
        tools.offer().add(ToolShapes.webSearch(value.object()));
        toolOrigins.add(MemberNames.Origin.within(value.at()));
    }

    void parallel(Value value) {
        tools.parallel(value.flag());
        echo.put("parallel_tool_calls", value);
    }

    /** Sets a summary setting, by its present or its former name. */
    void summary(Value value) {
        reasoning("summary", value);
    }

    /** Sets a reasoning setting that only the upstream can check. */
    void reasoning(String name, Value value) {
        body.object(UpstreamMember.REASONING).put(name, value.shortText());
    }

    void include(Value value) {
        for (Value entry : value.items()) {
            String what = entry.oneOf(INCLUDES);
            if (what.equals(LOGPROBS)) {
                throw Rejections.unsupportedValue(entry.at(), Reasons.NO_LOGPROBS);
            }
            encryptedReasoning |= what.equals(ENCRYPTED_REASONING);
            body.include(what);
        }
    }

    void promptCacheKey(Value value) {
        body.promptCacheKey(value);
        local.put("prompt_cache_key", value);
    }

    /** Sets the members to be counted in the body: all but the model, possibly without input. */
    void settleForCounting() {
        if (input == null) {
            recall();
        }
        boolean nothing = input == null && items.read().isEmpty();
        body.set(UpstreamMember.INPUT, nothing ? items.read() : items.finish());
        tools.applyTo(body, disclosures);
    }

    /** Sets the members of the body that depend on several parameters. */
    void settle() {
        memory.settle();
        if (input == null) {
            if (!memory.goesOn()) {
                throw Rejections.missing(Location.root().member(LocalReferences.INPUT));
            }
            recall();
        }
        body.set(UpstreamMember.INPUT, items.finish());
        body.dispensable(items.dispensable());
        tools.applyTo(body, disclosures);
        model.applyTo(body, disclosures);
        memory.conversationId().ifPresent(body::session);
    }

    UpstreamBody body() {
        return body;
    }

    CodexRequest finish() {
        return body.finish(context).at(memory.place(recalled));
    }

    private void recall() {
        memory.recall(items);
        recalled = items.read().size();
    }

    /** Returns the translator of upstream failures to the names of the request. */
    FailureTranslator failures() {
        Map<String, String> names = new HashMap<>();
        text.nameIn(names);
        model.nameIn(names);
        tools.nameIn(names);
        Map<String, List<MemberNames.Origin>> elements =
                Map.of(LocalReferences.INPUT, items.origins(), UpstreamMember.TOOLS.wireName(), toolOrigins);
        return new FailureTranslator(new MemberNames(names).withElements(elements), context.models(), context.clock());
    }

    /** Returns the turn to be stored for the request. */
    LocalTurn turn() {
        return memory.turn(items.own());
    }

    /** Returns the options of the reply. */
    ResponsesReplyOptions replyOptions() {
        ObjectNode repeated = echo.toNode(body.find(UpstreamMember.TEXT), body.find(UpstreamMember.REASONING));
        NameRestorer names = new NameRestorer(tools.names().restorations());
        for (UpstreamMember named : List.of(UpstreamMember.TOOLS, UpstreamMember.TOOL_CHOICE)) {
            body.find(named).ifPresent(node -> repeated.set(named.wireName(), names.restored(node)));
        }
        long now = context.epochSeconds();
        memory.beginAt(now);
        return new ResponsesReplyOptions(
                local.toNode(), repeated, encryptedReasoning, model.wireName(), token, now, context.clock());
    }
}
