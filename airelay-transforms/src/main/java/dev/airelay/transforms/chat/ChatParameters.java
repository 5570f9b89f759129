package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
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
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.ResponseFormat;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter of Chat Completions, and its handling. */
final class ChatParameters {

    static final Members<ChatRequestBuilder> MEMBERS = new Members<>(Stream.of(
                    conversation(),
                    output(),
                    tools(),
                    limits(),
                    sampling(),
                    bookkeeping(),
                    caching(),
                    ofResponses(),
                    OtherServers.<ChatRequestBuilder>parameters())
            .flatMap(List::stream)
            .toList());

    private static final int MAX_IDENTIFIER_CHARS = 64;

    private ChatParameters() {}

    private static List<Member<ChatRequestBuilder>> conversation() {
        return List.of(
                Member.required(
                        "model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                Member.<ChatRequestBuilder>local(
                                "conversation",
                                "The relay puts the stored items before the messages and adds the"
                                        + " new ones to the conversation.",
                                ChatRequestBuilder::conversation)
                        .of(Shape.object(sent("id", Reasons.STORED))),
                Member.<ChatRequestBuilder>required(
                                "messages",
                                "Leading system messages become the instructions; all others become the input.",
                                ChatRequestBuilder::messages)
                        .of(ChatMessages.SHAPE),
                local("stream", Reasons.STREAM, ChatRequestBuilder::stream),
                local("stream_options.include_usage", Reasons.INCLUDE_USAGE, ChatRequestBuilder::includeUsage),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()));
    }

    private static List<Member<ChatRequestBuilder>> output() {
        return List.of(
                Member.<ChatRequestBuilder>mapped(
                                "response_format",
                                "Sent as the upstream's text format, in the flat form.",
                                (draft, value) -> draft.text().nestedFormat(value))
                        .of(ResponseFormat.SHAPE),
                mapped(
                        "verbosity",
                        "Sent as the upstream's text verbosity.",
                        (draft, value) -> draft.text().verbosity(value)),
                mapped(
                        "reasoning_effort",
                        Reasons.EFFORT,
                        (draft, value) -> draft.model().effort(value)),
                mapped(
                        "reasoning.effort",
                        "Same as reasoning_effort, which takes precedence.",
                        (draft, value) -> draft.model().otherEffort(value, draft.disclosures())),
                mapped("reasoning.summary", "Sent as the upstream's reasoning summary.", ChatRequestBuilder::summary),
                local(
                        "reasoning_format",
                        "Selects how the relay returns reasoning: reasoning_content, reasoning, reasoning_details,"
                                + " think-tags or none.",
                        ChatRequestBuilder::reasoningFormat),
                local(
                        "reasoning.exclude",
                        "The relay leaves reasoning out of the response.",
                        ChatRequestBuilder::excludeReasoning),
                onlyIf("modalities", Reasons.TEXT_ALONE, NoOpValues::textOnly),
                rejected("audio", Reasons.TEXT_ALONE),
                rejected("moderation", "The ChatGPT backend does not return moderation results."));
    }

    private static List<Member<ChatRequestBuilder>> tools() {
        return List.of(
                Member.<ChatRequestBuilder>mapped(
                                "tools", "Sent in the flat form, always with strict.", ChatRequestBuilder::tools)
                        .of(ChatTools.SHAPE),
                Member.<ChatRequestBuilder>mapped(
                                "functions",
                                "Sent as tools; the response uses function_call.",
                                ChatRequestBuilder::functions)
                        .of(Shape.list(ToolShapes.FUNCTION_DEFINITION)),
                Member.<ChatRequestBuilder>mapped(
                                "web_search_options",
                                "Sent as the upstream's web search tool.",
                                ChatRequestBuilder::webSearch)
                        .of(ToolShapes.WEB_SEARCH_OPTIONS),
                Member.<ChatRequestBuilder>mapped(
                                "tool_choice",
                                "Sent in the flat form.",
                                (draft, value) -> draft.tools().choose(value))
                        .of(ToolSettings.CHOICE),
                Member.<ChatRequestBuilder>mapped(
                                "function_call",
                                "Sent as the tool choice.",
                                (draft, value) -> draft.tools().choose(value))
                        .of(ToolSettings.FUNCTION_CALL),
                mapped("parallel_tool_calls", "Sent if the request has tools.", ChatRequestBuilder::parallelToolCalls));
    }

    private static List<Member<ChatRequestBuilder>> limits() {
        return List.of(
                ignored("max_completion_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                ignored("max_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                local("stop", Reasons.STOP, ChatRequestBuilder::stop),
                local("n", Reasons.CHOICES, ChatRequestBuilder::choices));
    }

    private static List<Member<ChatRequestBuilder>> sampling() {
        return List.of(
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 2)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                ignoredUnless("frequency_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignoredUnless("presence_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignored("seed", Reasons.NO_SAMPLING, Value::integer),
                onlyIf("logit_bias", Reasons.NO_SAMPLING, NoOpValues::emptyObject),
                onlyIf("logprobs", Reasons.NO_LOGPROBS, NoOpValues::off),
                onlyIf("top_logprobs", Reasons.NO_LOGPROBS, NoOpValues.number(0, Checks.integer(0, 20))),
                ignored("prediction", Reasons.NO_PREDICTION, Prediction::check));
    }

    private static List<Member<ChatRequestBuilder>> bookkeeping() {
        return List.of(
                mapped(
                        "service_tier",
                        Reasons.SERVICE_TIER,
                        (draft, value) -> draft.model().tier(value)),
                onlyIf("store", Reasons.NOT_STORED, NoOpValues::off),
                ignored(
                        "metadata",
                        "Used only with stored completions, which the relay does not support.",
                        Metadata::checked),
                ignored("user", Reasons.ONE_USER, Checks::shortText),
                ignored("safety_identifier", Reasons.ONE_USER, Checks.text(MAX_IDENTIFIER_CHARS)));
    }

    private static List<Member<ChatRequestBuilder>> caching() {
        return List.of(
                mapped(
                        "prompt_cache_key",
                        Reasons.PROMPT_CACHE_KEY,
                        (draft, value) -> draft.body().promptCacheKey(value)),
                ignored("prompt_cache_retention", Reasons.OWN_CACHE_RULES, Checks::shortText),
                ignored("prompt_cache_options", Reasons.OWN_CACHE_RULES, CacheOptions::check));
    }

    /** Parameters of the Responses API: those with a meaning here are honored, and none that matters is dropped. */
    private static List<Member<ChatRequestBuilder>> ofResponses() {
        return List.of(
                onlyIf("input", "Send messages or input, not both.", NoOpValues::saysNothing),
                mapped(
                        "instructions",
                        "Put before the instructions from system messages.",
                        ChatRequestBuilder::instructions),
                Member.<ChatRequestBuilder>mapped(
                                "text.format",
                                "Same as response_format, in the flat form.",
                                (draft, value) -> draft.text().flatFormat(value))
                        .of(ResponseFormat.FLAT),
                mapped(
                        "text.verbosity",
                        "Same as verbosity, which takes precedence.",
                        (draft, value) -> draft.text().verbosity(value)),
                rejected(
                        "previous_response_id",
                        "Only POST /v1/responses can continue a stored response; send the messages instead."),
                rejected("prompt", Reasons.NO_STORED_PROMPTS),
                onlyIf(
                        "background",
                        "Chat completions cannot run in the background; use POST /v1/responses.",
                        NoOpValues::off),
                ignored("max_output_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)));
    }

    /** Checks a predicted output, which has no effect here. */
    private static final class Prediction {

        private static final List<String> TYPES = List.of("content");
        private static final List<String> PART_TYPES = List.of("text");

        private Prediction() {}

        static void check(Value prediction) {
            ObjectView view = prediction.object();
            view.required("type").oneOf(TYPES);
            Value content = view.required("content");
            if (content.isText()) {
                return;
            }
            if (!content.isArray()) {
                throw Rejections.wrongType(content.at(), "one of a string or an array of objects", content.node());
            }
            for (Value part : content.items()) {
                part.object().required("type").oneOf(PART_TYPES);
                part.object().required("text").text();
            }
        }
    }
}
