package dev.airelay.transforms.responses;

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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every parameter of the Responses API, and what happens to it. */
final class ResponsesParameters {

    private static final List<Member<ResponsesDraft>> ALL = Stream.of(
                    conversation(), output(), tools(), limits(), bookkeeping(), caching())
            .flatMap(List::stream)
            .toList();

    static final Members<ResponsesDraft> MEMBERS = new Members<>(ALL);

    /** A parameter of the token count alone. */
    static final Member<ResponsesDraft> PERSONALITY =
            ignored("personality", "The ChatGPT backend takes no personality.", Checks::shortText);

    private static final int MAX_IDENTIFIER_CHARS = 64;
    private static final int MIN_OUTPUT_TOKENS = 16;

    private ResponsesParameters() {}

    /** Returns the parameters with these names, or whose group has one of them. */
    static List<Member<ResponsesDraft>> named(Set<String> names) {
        return ALL.stream()
                .filter(member -> names.contains(member.name()) || names.contains(member.group()))
                .toList();
    }

    private static List<Member<ResponsesDraft>> conversation() {
        return List.of(
                required("model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                local(
                        "previous_response_id",
                        "The relay puts the kept response, and all before it, before the input.",
                        (draft, value) -> draft.memory().previousResponse(value)),
                local(
                        "conversation",
                        "The relay puts the kept items before the input and adds the new ones to them.",
                        (draft, value) -> draft.memory().conversation(value)),
                rejected("prompt", "Stored prompts belong to the OpenAI platform; send instructions and input."),
                mapped(
                        "input",
                        "Sent as a list; a text becomes one user message, references become what they refer to.",
                        ResponsesDraft::input),
                mapped("instructions", "Sent; empty ones become a minimal text.", ResponsesDraft::instructions),
                local("stream", Reasons.STREAM, ResponsesDraft::stream),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()),
                local(
                        "background",
                        "The relay answers at once, goes on alone and keeps the response to be fetched.",
                        (draft, value) -> draft.memory().background(value)));
    }

    private static List<Member<ResponsesDraft>> output() {
        return List.of(
                mapped("text.format", "Sent as it is.", ResponsesDraft::format),
                mapped("text.verbosity", "Sent as it is.", ResponsesDraft::verbosity),
                mapped(
                        "reasoning.effort",
                        Reasons.EFFORT,
                        (draft, value) -> draft.model().effort(value)),
                mapped("reasoning.generate_summary", "Sent as the summary, its present name.", ResponsesDraft::summary),
                mapped("reasoning.summary", "Sent as it is.", ResponsesDraft::summary),
                mapped("reasoning.context", "Sent as it is.", (draft, value) -> draft.reasoning("context", value)),
                mapped("reasoning.mode", "Sent as it is.", (draft, value) -> draft.reasoning("mode", value)),
                mapped(
                        "include",
                        "Sent, with encrypted reasoning added, which the client sees only if it asks for it.",
                        ResponsesDraft::include),
                rejected("moderation", "The ChatGPT backend returns no moderation result."));
    }

    private static List<Member<ResponsesDraft>> tools() {
        return List.of(
                mapped("tools", "Sent; tools that the backend lacks are rejected.", ResponsesDraft::offer),
                mapped("tool_choice", "Sent as it is.", ResponsesDraft::choose),
                mapped("parallel_tool_calls", "Sent with the tools.", ResponsesDraft::parallel),
                ignored("max_tool_calls", "The ChatGPT backend takes no limit on tool calls.", Checks.integer(1)));
    }

    private static List<Member<ResponsesDraft>> limits() {
        return List.of(
                ignored("max_output_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(MIN_OUTPUT_TOKENS)),
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 2)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                onlyIf("top_logprobs", Reasons.NO_LOGPROBS, Harmless.number(0, Checks.integer(0, 20))),
                ignoredUnless(
                        "truncation",
                        "The ChatGPT backend does not truncate.",
                        Harmless.text("disabled", Checks.oneOf("auto", "disabled"))),
                ignored(
                        "context_management",
                        "The ChatGPT backend manages no context on request.",
                        ContextManagement::check));
    }

    private static List<Member<ResponsesDraft>> bookkeeping() {
        return List.of(
                mapped(
                        "service_tier",
                        Reasons.SERVICE_TIER,
                        (draft, value) -> draft.model().tier(value)),
                local(
                        "store",
                        "The relay keeps responses itself unless it is false; true is refused unless its owner allows it.",
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

    private static List<Member<ResponsesDraft>> caching() {
        return List.of(
                mapped("prompt_cache_key", Reasons.PROMPT_CACHE_KEY, ResponsesDraft::promptCacheKey),
                ignored("prompt_cache_retention", Reasons.OWN_CACHE_RULES, Checks::shortText),
                ignored("prompt_cache_options", Reasons.OWN_CACHE_RULES, CacheOptions::check));
    }
}
