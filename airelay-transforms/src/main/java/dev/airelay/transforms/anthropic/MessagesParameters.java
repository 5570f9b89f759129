package dev.airelay.transforms.anthropic;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.sent;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every parameter of Anthropic's Messages, and its handling. */
final class MessagesParameters {

    static final String NO_MCP =
            "The ChatGPT backend does not connect to MCP servers; connect to them in the client, and send their tools.";

    private static final String TYPE = "type";
    private static final String NO_CONTAINERS = "The ChatGPT backend has no containers and skills.";
    private static final String NOT_KEPT = "The relay does not store messages; send the whole conversation.";
    private static final String OWN_CONTEXT_RULES = "The whole conversation is sent; clients compact it themselves.";

    private static final Shape FORMAT =
            Shape.object(sent(TYPE), sent("schema", "Sent; strict if the upstream can enforce it."));

    static final Members<MessagesRequestBuilder> MEMBERS =
            new Members<>(Stream.of(conversation(), output(), limits(), platform())
                    .flatMap(List::stream)
                    .toList());

    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "output_format");

    /** The parameters of a request to count; those of a generation that do not change the count are without effect. */
    static final Members<MessagesRequestBuilder> COUNTED_MEMBERS =
            new Members<>(Stream.of(conversation(), output(), limits(), platform())
                    .flatMap(List::stream)
                    .map(member -> COUNTED.contains(member.group())
                            ? member
                            : Member.<MessagesRequestBuilder>unneeded(member.name(), "Does not change the count."))
                    .toList());

    private MessagesParameters() {}

    private static List<Member<MessagesRequestBuilder>> conversation() {
        return List.of(
                Member.required(
                        "model",
                        "Names the upstream model or an alias for it; names of Anthropic's models stand for the upstream's.",
                        MessagesRequestBuilder::model),
                Member.<MessagesRequestBuilder>mapped(
                                "system", "Sent as the instructions.", MessagesRequestBuilder::system)
                        .of(Shape.list(ContentBlocks.TEXT_SHAPE)),
                // Before the messages, which change the offered tools.
                Member.<MessagesRequestBuilder>mapped(
                                "tools",
                                "Sent as functions.",
                                (draft, value) -> draft.tools().offer(value))
                        .of(MessagesTools.SHAPE),
                Member.<MessagesRequestBuilder>required(
                                "messages", "Sent as the input.", MessagesRequestBuilder::messages)
                        .of(MessageList.SHAPE),
                Member.<MessagesRequestBuilder>mapped(
                                "tool_choice",
                                "Sent as the tool choice.",
                                (draft, value) -> draft.tools().choose(value))
                        .of(Shape.object(
                                sent(TYPE),
                                sent("name"),
                                sent(
                                        "disable_parallel_tool_use",
                                        "Sent as parallel_tool_calls, with the opposite value."))),
                local("stream", Reasons.STREAM, MessagesRequestBuilder::stream));
    }

    private static List<Member<MessagesRequestBuilder>> output() {
        return List.of(
                mapped("output_config.effort", Reasons.EFFORT, MessagesRequestBuilder::effort),
                Member.<MessagesRequestBuilder>mapped(
                                "output_config.format",
                                "Sent as the upstream's text format.",
                                MessagesRequestBuilder::format)
                        .of(FORMAT),
                ignored("output_config.task_budget", Reasons.NO_OUTPUT_LIMIT),
                Member.<MessagesRequestBuilder>mapped(
                                "output_format", "Same as output_config.format.", MessagesRequestBuilder::format)
                        .of(FORMAT),
                Member.<MessagesRequestBuilder>mapped(
                                "thinking",
                                "Decides whether the reasoning is returned, and the effort if output_config.effort is"
                                        + " absent.",
                                MessagesRequestBuilder::thinking)
                        .of(Shape.ofKinds(
                                config -> config.textOrEmpty(TYPE),
                                Map.entry(
                                        "enabled",
                                        Shape.object(
                                                sent(TYPE),
                                                sent(
                                                        "budget_tokens",
                                                        "Up to 4,096 is low effort, up to 16,384 medium."),
                                                display(),
                                                binding())),
                                Map.entry("adaptive", Shape.object(sent(TYPE), display(), binding())),
                                Map.entry("between_tools", Shape.object(sent(TYPE))),
                                Map.entry("disabled", Shape.object(sent(TYPE))))));
    }

    private static Member<Object> display() {
        return sent("display", "With omitted, thinking has a signature alone.");
    }

    private static Member<Object> binding() {
        return ignored("block_binding", "The ChatGPT backend accepts reasoning in any conversation.");
    }

    private static List<Member<MessagesRequestBuilder>> limits() {
        return List.of(
                Member.disregarded("max_tokens", Reasons.NO_OUTPUT_LIMIT, Checks.integer(0)),
                local("stop_sequences", Reasons.STOP, MessagesRequestBuilder::stop),
                ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                ignored("top_p", Reasons.NO_SAMPLING, Checks.number(0, 1)),
                ignored("top_k", Reasons.NO_SAMPLING, Checks.integer(0)),
                mapped("speed", "The value fast is sent as the tier priority.", MessagesRequestBuilder::speed));
    }

    private static List<Member<MessagesRequestBuilder>> platform() {
        return List.of(
                mapped(
                        "metadata.user_id",
                        "The session_id in it selects the upstream session; everything else is left out.",
                        MessagesRequestBuilder::user),
                unneededIf("service_tier", "The plan determines the tier.", "auto", "standard_only"),
                ignored("cache_control", Reasons.OWN_CACHE_RULES),
                ignored("context_management", OWN_CONTEXT_RULES, value -> value.object()),
                ignored("compaction", OWN_CONTEXT_RULES, value -> value.object()),
                rejected("container", NO_CONTAINERS),
                onlyIf("mcp_servers", NO_MCP, NoOpValues::saysNothing),
                rejected("thread", NOT_KEPT),
                ignored("diagnostics", "The relay does not store messages."),
                ignored("fallbacks", "The relay asks no other model when one fails."),
                ignored("fallback_credit_token", "The relay asks no other model when one fails."),
                ignoredUnless("inference_geo", "The workspace determines the region.", NoOpValues::saysNothing),
                ignored("billing_policy", "The ChatGPT plan is used."),
                ignored("user_profile_id", Reasons.ONE_USER),
                ignored("workspace_id", Reasons.ONE_USER),
                unneeded("betas", "The relay does not require beta features to be announced."));
    }

    private static Member<MessagesRequestBuilder> unneededIf(String name, String reason, String... supported) {
        return onlyIf(name, reason, value -> {
            value.oneOf(List.of(supported));
            return true;
        });
    }
}
