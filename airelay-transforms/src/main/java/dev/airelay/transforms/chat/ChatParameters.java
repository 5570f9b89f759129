package dev.airelay.transforms.chat;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;

import dev.airelay.transforms.request.CacheOptions;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Harmless;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter of Chat Completions, and what happens to it. */
final class ChatParameters {

    static final Members<ChatDraft> MEMBERS =
            new Members<>(Stream.of(conversation(), output(), tools(), limits(), sampling(), bookkeeping(), caching())
                    .flatMap(List::stream)
                    .toList());

    private static final int MAX_IDENTIFIER_CHARS = 64;

    private ChatParameters() {}

    private static List<Member<ChatDraft>> conversation() {
        return List.of(
                required("model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                local(
                        "conversation",
                        "The relay puts the kept items before the messages and adds the new ones to them.",
                        ChatDraft::conversation),
                required(
                        "messages",
                        "Leading system messages become the instructions, all others the input.",
                        ChatDraft::messages),
                local("stream", Reasons.STREAM, ChatDraft::stream),
                local("stream_options.include_usage", Reasons.INCLUDE_USAGE, ChatDraft::includeUsage),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()));
    }

    private static List<Member<ChatDraft>> output() {
        return List.of(
                mapped("response_format", "Sent flat, as the upstream's text format.", ChatDraft::responseFormat),
                mapped("verbosity", "Sent as the upstream's text verbosity.", ChatDraft::verbosity),
                mapped(
                        "reasoning_effort",
                        Reasons.EFFORT,
                        (draft, value) -> draft.model().effort(value)),
                mapped(
                        "reasoning.effort",
                        "Read like reasoning_effort, which wins.",
                        (draft, value) -> draft.model().otherEffort(value, draft.disclosures())),
                mapped("reasoning.summary", "Sent as the upstream's reasoning summary.", ChatDraft::summary),
                local(
                        "reasoning_format",
                        "The relay shows reasoning as reasoning_content, reasoning, think-tags or none.",
                        ChatDraft::reasoningFormat),
                local("reasoning.exclude", "The relay keeps reasoning out of the reply.", ChatDraft::excludeReasoning),
                onlyIf("modalities", "The ChatGPT backend answers with text only.", Harmless::textOnly),
                rejected("audio", "The ChatGPT backend answers with text only."),
                rejected("moderation", "The ChatGPT backend returns no moderation result."));
    }

    private static List<Member<ChatDraft>> tools() {
        return List.of(
                mapped(
                        "tools",
                        "Sent flat, with an explicit strict.",
                        (draft, value) -> ChatTools.tools(value, draft.tools())),
                mapped("functions", "Sent as tools; the reply uses function_call.", ChatDraft::functions),
                mapped(
                        "web_search_options",
                        "Sent as the upstream's web search tool.",
                        (draft, value) -> ChatTools.webSearch(value, draft.tools())),
                mapped(
                        "tool_choice",
                        "Sent flat.",
                        (draft, value) -> draft.tools().choose(value)),
                mapped(
                        "function_call",
                        "Sent as the tool choice.",
                        (draft, value) -> draft.tools().choose(value)),
                mapped("parallel_tool_calls", "Sent with the tools.", ChatDraft::parallelToolCalls));
    }

    private static List<Member<ChatDraft>> limits() {
        return List.of(
                ignored("max_completion_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                ignored("max_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(1)),
                local("stop", Reasons.STOP, ChatDraft::stop),
                local("n", Reasons.CHOICES, ChatDraft::choices));
    }

    private static List<Member<ChatDraft>> sampling() {
        return List.of(
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 2)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                ignoredUnless("frequency_penalty", Reasons.NO_SAMPLING, Harmless.number(0, Checks.number(-2, 2))),
                ignoredUnless("presence_penalty", Reasons.NO_SAMPLING, Harmless.number(0, Checks.number(-2, 2))),
                ignored("seed", Reasons.NO_SAMPLING, Value::integer),
                onlyIf("logit_bias", Reasons.NO_SAMPLING, Harmless::emptyObject),
                onlyIf("logprobs", Reasons.NO_LOGPROBS, Harmless::off),
                onlyIf("top_logprobs", Reasons.NO_LOGPROBS, Harmless.number(0, Checks.integer(0, 20))),
                ignored("prediction", "A hint for speed that the ChatGPT backend does not take.", Prediction::check));
    }

    private static List<Member<ChatDraft>> bookkeeping() {
        return List.of(
                mapped(
                        "service_tier",
                        Reasons.SERVICE_TIER,
                        (draft, value) -> draft.model().tier(value)),
                onlyIf("store", Reasons.NOT_STORED, Harmless::off),
                ignored("metadata", "Belongs to stored completions; nothing is stored.", Metadata::checked),
                ignored("user", Reasons.ONE_USER, Checks::shortText),
                ignored("safety_identifier", Reasons.ONE_USER, Checks.text(MAX_IDENTIFIER_CHARS)));
    }

    private static List<Member<ChatDraft>> caching() {
        return List.of(
                mapped(
                        "prompt_cache_key",
                        Reasons.PROMPT_CACHE_KEY,
                        (draft, value) -> draft.body().promptCacheKey(value)),
                ignored("prompt_cache_retention", Reasons.OWN_CACHE_RULES, Checks::shortText),
                ignored("prompt_cache_options", Reasons.OWN_CACHE_RULES, CacheOptions::check));
    }
}
