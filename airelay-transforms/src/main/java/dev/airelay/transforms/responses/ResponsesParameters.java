package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.transforms.request.CacheOptions;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.OtherServers;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.ResponseFormat;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.StopSequences;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every parameter of the Responses API, and its handling. */
final class ResponsesParameters {

    private static final List<Member<ResponsesRequestBuilder>> OWN = Stream.of(
                    conversation(), output(), tools(), limits(), bookkeeping(), caching())
            .flatMap(List::stream)
            .toList();
    /** Parameters of other APIs with other names, or additional ones. */
    private static final List<Member<ResponsesRequestBuilder>> FOREIGN = Stream.of(
                    ofChat(), OtherServers.<ResponsesRequestBuilder>parameters())
            .flatMap(List::stream)
            .toList();

    static final Members<ResponsesRequestBuilder> MEMBERS = new Members<>(joined(OWN, FOREIGN));

    /** A parameter of the token count only. */
    static final Member<ResponsesRequestBuilder> PERSONALITY =
            ignored("personality", "The ChatGPT backend does not support personalities.", Checks::shortText);

    private static final String TOOL_CHOICE = "tool_choice";
    private static final String FUNCTION_CALL = "function_call";
    private static final int MAX_IDENTIFIER_CHARS = 64;
    private static final int MIN_OUTPUT_TOKENS = 16;

    private ResponsesParameters() {}

    /**
     * Returns the parameters with these names, or whose group has one of them, and those of other APIs that are equivalent
     * to one of them or are rejected on every route.
     */
    static List<Member<ResponsesRequestBuilder>> named(Set<String> names) {
        List<Member<ResponsesRequestBuilder>> named = OWN.stream()
                .filter(member -> names.contains(member.name()) || names.contains(member.group()))
                .toList();
        List<Member<ResponsesRequestBuilder>> foreign = FOREIGN.stream()
                .filter(member -> !member.name().equals(FUNCTION_CALL) || names.contains(TOOL_CHOICE))
                .toList();
        return joined(named, foreign);
    }

    private static List<Member<ResponsesRequestBuilder>> joined(
            List<Member<ResponsesRequestBuilder>> first, List<Member<ResponsesRequestBuilder>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Member<ResponsesRequestBuilder>> conversation() {
        return List.of(
                required("model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                local(
                        "previous_response_id",
                        "The relay puts the stored response, and everything before it, before the input.",
                        (draft, value) -> draft.memory().previousResponse(value)),
                Member.<ResponsesRequestBuilder>local(
                                "conversation",
                                "The relay puts the stored items before the input and adds the new"
                                        + " ones to the conversation.",
                                (draft, value) -> draft.memory().conversation(value))
                        .of(Shape.object(sent("id", Reasons.STORED))),
                rejected("prompt", Reasons.NO_STORED_PROMPTS),
                Member.<ResponsesRequestBuilder>mapped(
                                "input",
                                "Sent as a list; a text becomes one user message, and references are resolved.",
                                ResponsesRequestBuilder::input)
                        .of(ItemMembers.SHAPE),
                mapped(
                        "instructions",
                        "Sent; empty instructions become a minimal text.",
                        ResponsesRequestBuilder::instructions),
                local("stream", Reasons.STREAM, ResponsesRequestBuilder::stream),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()),
                local(
                        "background",
                        "The relay answers at once, continues on its own and stores the response so that it can be"
                                + " retrieved.",
                        (draft, value) -> draft.memory().background(value)));
    }

    private static List<Member<ResponsesRequestBuilder>> output() {
        return List.of(
                Member.<ResponsesRequestBuilder>mapped(
                                "text.format",
                                Reasons.SENT,
                                (draft, value) -> draft.text().flatFormat(value))
                        .of(ResponseFormat.FLAT),
                mapped(
                        "text.verbosity",
                        Reasons.SENT,
                        (draft, value) -> draft.text().verbosity(value)),
                mapped(
                        "reasoning.effort",
                        Reasons.EFFORT,
                        (draft, value) -> draft.model().effort(value)),
                mapped(
                        "reasoning.generate_summary",
                        "Sent as reasoning.summary, its current name.",
                        ResponsesRequestBuilder::summary),
                mapped("reasoning.summary", Reasons.SENT, ResponsesRequestBuilder::summary),
                mapped("reasoning.context", Reasons.SENT, (draft, value) -> draft.reasoning("context", value)),
                mapped("reasoning.mode", Reasons.SENT, (draft, value) -> draft.reasoning("mode", value)),
                mapped(
                        "include",
                        "Sent, with encrypted reasoning added, which is returned only if the client asks for it.",
                        ResponsesRequestBuilder::include),
                rejected("moderation", "The ChatGPT backend does not return moderation results."));
    }

    private static List<Member<ResponsesRequestBuilder>> tools() {
        return List.of(
                Member.<ResponsesRequestBuilder>mapped(
                                "tools",
                                "Sent; tools that the backend does not offer are rejected.",
                                ResponsesRequestBuilder::offer)
                        .of(ResponsesTools.SHAPE),
                Member.<ResponsesRequestBuilder>mapped(TOOL_CHOICE, Reasons.SENT, ResponsesRequestBuilder::choose)
                        .of(ToolSettings.CHOICE),
                mapped("parallel_tool_calls", "Sent if the request has tools.", ResponsesRequestBuilder::parallel),
                ignored(
                        "max_tool_calls",
                        "The ChatGPT backend does not support a limit on tool calls.",
                        Checks.integer(1)));
    }

    private static List<Member<ResponsesRequestBuilder>> limits() {
        return List.of(
                ignored("max_output_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(MIN_OUTPUT_TOKENS)),
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 2)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                onlyIf("top_logprobs", Reasons.NO_LOGPROBS, NoOpValues.number(0, Checks.integer(0, 20))),
                ignoredUnless(
                        "truncation",
                        "The ChatGPT backend does not truncate the input.",
                        NoOpValues.text("disabled", Checks.oneOf("auto", "disabled"))),
                ignored("access_programs", "The ChatGPT backend chooses access programs by the account."),
                ignored("background_options", "The relay starts a background response at once."),
                ignored("image", "The ChatGPT backend compresses images by its own rules."),
                ignored(
                        "context_management",
                        "The ChatGPT backend does not manage the context on request.",
                        ContextManagement::check));
    }

    private static List<Member<ResponsesRequestBuilder>> bookkeeping() {
        return List.of(
                mapped(
                        "service_tier",
                        Reasons.SERVICE_TIER,
                        (draft, value) -> draft.model().tier(value)),
                local(
                        "store",
                        "The relay itself stores the response unless it is false; true is rejected unless the"
                                + " configuration allows it.",
                        (draft, value) -> draft.memory().store(value)),
                local(
                        "metadata",
                        "Returned with the response; not sent upstream.",
                        (draft, value) -> draft.local().put("metadata", Metadata.checked(value))),
                local("user", "Returned with the response; not sent upstream.", (draft, value) -> {
                    Checks.shortText(value);
                    draft.local().put("user", value);
                }),
                local("safety_identifier", "Returned with the response; not sent upstream.", (draft, value) -> {
                    Checks.text(MAX_IDENTIFIER_CHARS).accept(value);
                    draft.local().put("safety_identifier", value);
                }));
    }

    private static List<Member<ResponsesRequestBuilder>> caching() {
        return List.of(
                mapped("prompt_cache_key", Reasons.PROMPT_CACHE_KEY, ResponsesRequestBuilder::promptCacheKey),
                ignored("prompt_cache_retention", Reasons.OWN_CACHE_RULES, Checks::shortText),
                ignored("prompt_cache_options", Reasons.OWN_CACHE_RULES, CacheOptions::check));
    }

    /** Parameters of Chat Completions: those with a clear meaning are honored, the others rejected with the equivalent. */
    private static List<Member<ResponsesRequestBuilder>> ofChat() {
        return List.of(
                onlyIf("messages", "Send them as input.", NoOpValues::saysNothing),
                Member.<ResponsesRequestBuilder>mapped(
                                "response_format",
                                "Same as text.format, in the nested form.",
                                (draft, value) -> draft.text().nestedFormat(value))
                        .of(ResponseFormat.SHAPE),
                mapped(
                        "verbosity",
                        "Same as text.verbosity, which takes precedence.",
                        (draft, value) -> draft.text().verbosity(value)),
                mapped(
                        "reasoning_effort",
                        "Same as reasoning.effort, which takes precedence.",
                        (draft, value) -> draft.model().otherEffort(value, draft.disclosures())),
                Member.<ResponsesRequestBuilder>mapped(
                                "functions", "Treated like tools.", ResponsesRequestBuilder::functions)
                        .of(Shape.list(ToolShapes.FUNCTION_DEFINITION)),
                Member.<ResponsesRequestBuilder>mapped(
                                FUNCTION_CALL, "Treated like tool_choice.", ResponsesRequestBuilder::choose)
                        .of(ToolSettings.FUNCTION_CALL),
                Member.<ResponsesRequestBuilder>mapped(
                                "web_search_options",
                                "Sent as the upstream's web search tool.",
                                ResponsesRequestBuilder::webSearch)
                        .of(ToolShapes.WEB_SEARCH_OPTIONS),
                ignored("max_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                ignored("max_completion_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                onlyIf(
                        "stop",
                        "The Responses API has no stop sequences; use POST /v1/chat/completions.",
                        value -> StopSequences.read(value).isEmpty()),
                onlyIf(
                        "n",
                        "A response has a single choice; use POST /v1/chat/completions for several.",
                        NoOpValues.number(1, Checks.integer(1, 128))),
                ignoredUnless("frequency_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignoredUnless("presence_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignored("seed", Reasons.NO_SAMPLING, Value::integer),
                onlyIf("logit_bias", Reasons.NO_SAMPLING, NoOpValues::emptyObject),
                onlyIf("logprobs", Reasons.NO_LOGPROBS, NoOpValues::off),
                onlyIf("modalities", Reasons.TEXT_ALONE, NoOpValues::textOnly),
                rejected("audio", Reasons.TEXT_ALONE),
                ignored("prediction", Reasons.NO_PREDICTION));
    }

    /** Checks a request's options for its context, which have no effect here. */
    private static final class ContextManagement {

        private static final int MIN_THRESHOLD = 1000;

        private ContextManagement() {}

        /** Rejects values that are not lists of objects with a type. */
        static void check(Value wishes) {
            for (Value wish : wishes.nonEmptyItems()) {
                ObjectView view = wish.object();
                view.required("type").shortText();
                view.find("compact_threshold").ifPresent(Checks.integer(MIN_THRESHOLD));
            }
        }
    }
}
