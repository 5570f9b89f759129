package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.StopSequences;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.TranslationContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Builds the upstream request from the parameters of one Messages request. */
final class MessagesRequestBuilder {

    /** The maximum thinking budget that each effort stands for. */
    private static final long LOW_BUDGET = 4_096;

    private static final long MEDIUM_BUDGET = 16_384;
    private static final long SMALLEST_BUDGET = 1_024;

    /** A block that Claude Code puts before its instructions. It depends on the version. */
    private static final String BILLING = "x-anthropic-billing-header:";

    /** Anthropic has no limit, but every sequence is searched for at every character of the response. */
    private static final int MAX_STOPS = 64;

    private static final String TYPE = "type";
    private static final String SEARCH_SOURCES = "web_search_call.action.sources";
    private static final String SCHEMA_NAME = "response";
    private static final List<String> THINKING = List.of("enabled", "adaptive", "between_tools", "disabled");
    private static final List<String> DISPLAYS = List.of("summarized", "omitted", "updates");
    private static final List<String> SPEEDS = List.of("standard", "fast");
    private static final List<String> FORMATS = List.of("json_schema");

    private final TranslationContext context;
    private final UpstreamBody body = new UpstreamBody();
    private final Disclosures disclosures;
    private final MessagesTools tools;
    private final ModelSettings model;
    private final Map<String, String> names = new HashMap<>(MessagesDialect.NAMES);
    private List<MemberNames.Origin> origins = List.of();
    private List<MemberNames.Origin> toolOrigins = List.of();
    private MessagesReplyOptions.Thinking thinking = MessagesReplyOptions.Thinking.HIDDEN;
    private List<String> stops = List.of();
    private @Nullable Value effort;
    private @Nullable Value laterEffort;
    private boolean stream;

    MessagesRequestBuilder(TranslationContext context) {
        this.context = context;
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new MessagesTools(context.origin().toolsAllowed(), disclosures);
        model = new ModelSettings(context);
    }

    UpstreamBody body() {
        return body;
    }

    Disclosures disclosures() {
        return disclosures;
    }

    MessagesTools tools() {
        return tools;
    }

    boolean stream() {
        return stream;
    }

    void model(Value value) {
        model.model(ClaudeModels.resolved(value, context));
    }

    void messages(Value value) {
        MessageList.Prompt prompt = MessageList.read(value, tools, context.files(), disclosures);
        body.set(UpstreamMember.INPUT, prompt.input());
        origins = prompt.origins();
        laterEffort = prompt.effort();
    }

    void system(Value value) {
        List<String> texts = new ArrayList<>();
        for (Value block : ContentBlocks.blocks(Optional.of(value))) {
            ObjectView view = block.object();
            view.required(TYPE).oneOf(List.of(ContentBlocks.TEXT));
            String text = view.required(ContentBlocks.TEXT).text();
            if (text.startsWith(BILLING)) {
                disclosures.leaveOut(block.at());
            } else if (!text.isBlank()) {
                texts.add(text);
            }
        }
        body.set(UpstreamMember.INSTRUCTIONS, String.join("\n\n", texts));
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void thinking(Value value) {
        ObjectView config = value.object();
        String type = config.required(TYPE).oneOf(THINKING);
        String display =
                config.find("display").map(shown -> shown.oneOf(DISPLAYS)).orElse("summarized");
        boolean off = type.equals("disabled");
        thinking = off
                ? MessagesReplyOptions.Thinking.HIDDEN
                : display.equals("omitted")
                        ? MessagesReplyOptions.Thinking.SIGNATURES
                        : MessagesReplyOptions.Thinking.SHOWN;
        if (off) {
            effortIfNone(ReasoningEffort.NONE, config.required(TYPE));
        } else if (type.equals("enabled")) {
            Value budget = config.required("budget_tokens");
            Checks.integer(SMALLEST_BUDGET).accept(budget);
            long tokens = budget.integer();
            effortIfNone(tokens <= LOW_BUDGET ? "low" : tokens <= MEDIUM_BUDGET ? "medium" : "high", budget);
        }
    }

    /** Sets an implied effort, which {@code output_config.effort} overrides. */
    private void effortIfNone(String implied, Value from) {
        if (effort == null) {
            effort = new Value(StringNode.valueOf(implied), from.at());
        }
    }

    void effort(Value value) {
        value.shortText();
        effort = value;
    }

    void format(Value value) {
        ObjectView format = value.object();
        format.required(TYPE).oneOf(FORMATS);
        ObjectNode schema = format.required("schema").object().node().deepCopy();
        ObjectNode read = Json.object().put(TYPE, "json_schema").put("name", SCHEMA_NAME);
        boolean strict = StrictSchemas.areMetBy(schema);
        read.set("schema", schema);
        read.put("strict", strict);
        JsonNode earlier = body.object(UpstreamMember.TEXT).path("format");
        if (earlier.isObject() && !earlier.equals(read)) {
            throw Rejections.exclusive(value.at(), "output_config.format");
        }
        if (!strict) {
            disclosures.emulate(value.at());
        }
        body.object(UpstreamMember.TEXT).set("format", read);
        MemberNames.note(names, "text.format", value.at());
    }

    void speed(Value value) {
        if (value.oneOf(SPEEDS).equals("fast")) {
            model.tier(value);
        }
    }

    void stop(Value value) {
        // Anthropic does not accept a string in place of the list.
        value.items();
        stops = StopSequences.read(value, MAX_STOPS);
        if (!stops.isEmpty()) {
            disclosures.emulate(value.at());
        }
    }

    /** Sets the session from the identity that Claude Code sends, a JSON text; other identities name the end user. */
    void user(Value value) {
        Checks.shortText(value);
        byte[] json = value.text().getBytes(StandardCharsets.UTF_8);
        String session = Json.text(Json.read(json, 0, json.length), "session_id");
        if (session.isEmpty()) {
            disclosures.leaveOut(value.at());
        } else {
            body.session(session);
        }
    }

    /** Sets the members of the body that depend on several parameters. */
    void settle() {
        toolOrigins = tools.applyTo(body);
        if (laterEffort != null && effort != null) {
            disclosures.leaveOut(effort.at());
        }
        Value asked = laterEffort == null ? effort : laterEffort;
        if (asked != null) {
            model.effort(asked);
        }
        Optional<String> sent = model.applyTo(body, disclosures);
        model.nameIn(names);
        tools.nameIn(names);
        if (thinking == MessagesReplyOptions.Thinking.SHOWN && !sent.equals(Optional.of(ReasoningEffort.NONE))) {
            body.object(UpstreamMember.REASONING).put("summary", "auto");
        }
        boolean searches = body.find(UpstreamMember.TOOLS)
                .map(list -> list.valueStream()
                        .anyMatch(tool -> Json.text(tool, TYPE).equals("web_search")))
                .orElse(false);
        if (searches) {
            body.include(SEARCH_SOURCES);
        }
    }

    /** Returns the request's names for the places in the upstream request. */
    MemberNames memberNames() {
        return new MemberNames(names).withElements(Map.of("input", origins, "tools", toolOrigins));
    }

    /** Returns the options of the reply. */
    MessagesReplyOptions replyOptions() {
        return new MessagesReplyOptions(
                model.wireName(), thinking, stops, context.ids().get(), context.epochSeconds());
    }

    /**
     * Recognizes the schemas that the upstream can enforce: closed objects in which every member is required, with the
     * keywords that OpenAI lists.
     *
     * @see <a href="https://platform.openai.com/docs/guides/structured-outputs#supported-schemas">OpenAI on schemas</a>
     */
    private static final class StrictSchemas {

        private static final Set<String> UNSUPPORTED = Set.of(
                "oneOf",
                "allOf",
                "not",
                "if",
                "then",
                "else",
                "dependentRequired",
                "dependentSchemas",
                "patternProperties",
                "prefixItems",
                "unevaluatedProperties");

        private StrictSchemas() {}

        static boolean areMetBy(JsonNode schema) {
            if (!schema.isObject()) {
                return schema.valueStream().allMatch(inside -> !inside.isContainer() || areMetBy(inside));
            }
            if (schema.propertyNames().stream().anyMatch(UNSUPPORTED::contains)
                    || (describesObjects(schema) && !isClosed(schema))) {
                return false;
            }
            return schema.properties().stream()
                    .filter(member -> member.getValue().isContainer())
                    .allMatch(member -> isMetWithin(member.getKey(), member.getValue()));
        }

        private static boolean isMetWithin(String keyword, JsonNode value) {
            return switch (keyword) {
                case "enum", "const", "required", "type" -> true;
                case "properties", "$defs", "definitions" -> value.valueStream().allMatch(StrictSchemas::areMetBy);
                default -> areMetBy(value);
            };
        }

        private static boolean describesObjects(JsonNode schema) {
            JsonNode type = schema.path("type");
            return schema.has("properties")
                    || type.stringValue("").equals("object")
                    || type.valueStream().anyMatch(one -> one.stringValue("").equals("object"));
        }

        private static boolean isClosed(JsonNode schema) {
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(name -> required.add(name.stringValue("")));
            JsonNode more = schema.path("additionalProperties");
            return more.isBoolean()
                    && !more.booleanValue()
                    && required.containsAll(schema.path("properties").propertyNames());
        }
    }
}
