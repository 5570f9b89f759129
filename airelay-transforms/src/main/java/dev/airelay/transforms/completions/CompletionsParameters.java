package dev.airelay.transforms.completions;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.OtherServers;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.ResponseFormat;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter of the legacy Completions API, and its handling. */
final class CompletionsParameters {

    static final Members<CompletionsRequestBuilder> MEMBERS = new Members<>(Stream.of(
                    conversation(),
                    choices(),
                    sampling(),
                    ofOtherApis(),
                    OtherServers.<CompletionsRequestBuilder>parameters())
            .flatMap(List::stream)
            .toList());

    private static final int MAX_BEST_OF = 20;
    private static final String CHAT_ONLY = "Completions only continue a prompt; use POST /v1/chat/completions.";

    private CompletionsParameters() {}

    private static List<Member<CompletionsRequestBuilder>> conversation() {
        return List.of(
                required("model", Reasons.MODEL, (draft, value) -> draft.model().model(value)),
                required(
                        "prompt",
                        "Each text becomes a user message that the model is asked to continue; token arrays are"
                                + " rejected.",
                        CompletionsRequestBuilder::prompt),
                rejected(
                        "conversation",
                        "Completions cannot continue a conversation; use POST /v1/chat/completions or POST"
                                + " /v1/responses."),
                onlyIf(
                        "suffix",
                        "The ChatGPT backend cannot fill in the middle of a text.",
                        value -> value.text().isEmpty()),
                mapped(
                        "reasoning_effort",
                        Reasons.EFFORT,
                        (draft, value) -> draft.model().effort(value)),
                local("stream", Reasons.STREAM, CompletionsRequestBuilder::stream),
                local("stream_options.include_usage", Reasons.INCLUDE_USAGE, CompletionsRequestBuilder::includeUsage),
                local("stream_options.include_obfuscation", Reasons.OBFUSCATION, (draft, value) -> value.flag()));
    }

    private static List<Member<CompletionsRequestBuilder>> choices() {
        return List.of(
                local("n", Reasons.CHOICES, CompletionsRequestBuilder::choices),
                onlyIf(
                        "best_of",
                        "The ChatGPT backend cannot rank completions; request several with n.",
                        NoOpValues.number(1, Checks.integer(0, MAX_BEST_OF))),
                onlyIf("echo", "The relay does not repeat the prompt.", NoOpValues::off),
                local("stop", Reasons.STOP, CompletionsRequestBuilder::stop),
                ignored("max_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(0)),
                rejected("logprobs", Reasons.NO_LOGPROBS));
    }

    private static List<Member<CompletionsRequestBuilder>> sampling() {
        return List.of(
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 2)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                ignoredUnless("frequency_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignoredUnless("presence_penalty", Reasons.NO_SAMPLING, NoOpValues.number(0, Checks.number(-2, 2))),
                ignored("seed", Reasons.NO_SAMPLING, Value::integer),
                onlyIf("logit_bias", Reasons.NO_SAMPLING, NoOpValues::emptyObject),
                ignored("user", Reasons.ONE_USER, Checks::shortText));
    }

    /** Parameters of other APIs that have no equivalent here. */
    private static List<Member<CompletionsRequestBuilder>> ofOtherApis() {
        return List.of(
                onlyIf("messages", CHAT_ONLY, NoOpValues::saysNothing),
                onlyIf("input", CHAT_ONLY, NoOpValues::saysNothing),
                onlyIf("instructions", CHAT_ONLY, NoOpValues::saysNothing),
                onlyIf("tools", CHAT_ONLY, NoOpValues::saysNothing),
                onlyIf("functions", CHAT_ONLY, NoOpValues::saysNothing),
                rejected("web_search_options", CHAT_ONLY),
                onlyIf(
                        "response_format",
                        CHAT_ONLY,
                        format -> ResponseFormat.read(format)
                                .path("type")
                                .stringValue("")
                                .equals("text")));
    }
}
