package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Harmless;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter of the Responses API, and what happens to it. */
final class ResponsesParameters {

    static final Members<ResponsesDraft> MEMBERS =
            new Members<>(Stream.of(conversation(), output(), tools(), limits(), bookkeeping(), caching())
                    .flatMap(List::stream)
                    .toList());

    private static final int MAX_IDENTIFIER_CHARS = 64;
    private static final int MIN_OUTPUT_TOKENS = 16;

    private ResponsesParameters() {}

    private static List<Member<ResponsesDraft>> conversation() {
        return List.of(
                required("model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                rejected("previous_response_id", "Responses are not kept; send the whole conversation as input."),
                rejected("conversation", "Conversations cannot be continued; send the whole conversation as input."),
                rejected("prompt", "Stored prompts belong to the OpenAI platform; send instructions and input."),
                required("input", "Sent as a list; a text becomes one user message.", ResponsesDraft::input),
                mapped("instructions", "Sent; empty ones become a minimal text.", ResponsesDraft::instructions),
                local("stream", Reasons.STREAM, ResponsesDraft::stream),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()),
                onlyIf("background", "Responses cannot run in the background.", Harmless::off));
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
                mapped("include", "Sent, with encrypted reasoning added.", ResponsesDraft::include),
                rejected("moderation", "The ChatGPT backend returns no moderation result."));
    }

    private static List<Member<ResponsesDraft>> tools() {
        return List.of(
                mapped("tools", "Sent; tools that the backend lacks are rejected.", ResponsesDraft::offer),
                mapped(
                        "tool_choice",
                        "Sent as it is.",
                        (draft, value) -> draft.tools().choose(value)),
                mapped(
                        "parallel_tool_calls",
                        "Sent with the tools.",
                        (draft, value) -> draft.tools().parallel(value.flag())),
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
                ignored("context_management", "The ChatGPT backend manages no context on request.", Value::items));
    }

    private static List<Member<ResponsesDraft>> bookkeeping() {
        return List.of(
                mapped(
                        "service_tier",
                        Reasons.SERVICE_TIER,
                        (draft, value) -> draft.model().tier(value)),
                onlyIf("store", Reasons.NOT_STORED, Harmless::off),
                local(
                        "metadata",
                        "Returned with the response; not sent upstream.",
                        (draft, value) -> draft.local().put("metadata", Metadata.checked(value))),
                local("user", "Returned with the response; not sent upstream.", (draft, value) -> {
                    value.text();
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
                ignored("prompt_cache_retention", Reasons.OWN_CACHE_RULES, Value::text),
                ignored("prompt_cache_options", Reasons.OWN_CACHE_RULES, Value::object));
    }
}
