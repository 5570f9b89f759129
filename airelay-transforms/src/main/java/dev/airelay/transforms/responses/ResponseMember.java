package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A known member of the response object. Unknown members from the upstream follow them, except those for the backend's own
 * clients, which are not part of the API.
 *
 * @param label the member's name
 * @param role the meaning of its value
 * @param fallback the value if neither relay nor upstream has one, not to be changed; null to omit the member then
 * @param fallbackText the same as text
 */
record ResponseMember(
        JsonName label,
        Role role,
        @Nullable JsonNode fallback,
        @Nullable JsonSlice fallbackText) {

    /** The meaning of a value. */
    enum Role {
        ID(false),
        OBJECT(false),
        CREATED_AT(false),
        MODEL(false),
        TEXT(false),
        TOOL_CHOICE(false),
        TOOLS(false),
        STATUS(true),
        COMPLETED_AT(true),
        ERROR(true),
        INCOMPLETE_DETAILS(true),
        OUTPUT(true),
        USAGE(true),
        /** Any value of the relay, the upstream or the request, as it is. */
        OTHER(false);

        private final boolean ofState;

        Role(boolean ofState) {
            this.ofState = ofState;
        }

        /** Returns whether the value depends on the turn's state, so that it differs between the objects of a stream. */
        boolean ofState() {
            return ofState;
        }

        private static Role of(String name) {
            for (Role role : values()) {
                if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return role;
                }
            }
            return OTHER;
        }
    }

    /** All members in the order in which OpenAI sends them. */
    static final List<ResponseMember> ALL = List.of(
            always("id", StringNode.valueOf("")),
            always("object", StringNode.valueOf("response")),
            always("created_at", NullNode.getInstance()),
            always("status", StringNode.valueOf("in_progress")),
            always("access_programs", NullNode.getInstance()),
            always("background", BooleanNode.FALSE),
            sometimes("billing"),
            always("completed_at", NullNode.getInstance()),
            sometimes("conversation"),
            always("error", NullNode.getInstance()),
            always("frequency_penalty", DoubleNode.valueOf(0.0)),
            sometimes("image"),
            always("incomplete_details", NullNode.getInstance()),
            sometimes("input_transformations"),
            always("instructions", NullNode.getInstance()),
            always("max_output_tokens", NullNode.getInstance()),
            always("max_tool_calls", NullNode.getInstance()),
            always("metadata", Json.object()),
            always("model", StringNode.valueOf("")),
            sometimes("moderation"),
            always("output", Json.array()),
            always("parallel_tool_calls", BooleanNode.TRUE),
            always("presence_penalty", DoubleNode.valueOf(0.0)),
            always("previous_response_id", NullNode.getInstance()),
            sometimes("prompt"),
            sometimes("prompt_cache_diagnostics"),
            always("prompt_cache_key", NullNode.getInstance()),
            sometimes("prompt_cache_options"),
            always("prompt_cache_retention", NullNode.getInstance()),
            always("reasoning", NullNode.getInstance()),
            always("safety_identifier", NullNode.getInstance()),
            always("service_tier", StringNode.valueOf("default")),
            always("store", BooleanNode.FALSE),
            always("temperature", DoubleNode.valueOf(1.0)),
            always("text", text()),
            always("tool_choice", StringNode.valueOf("auto")),
            sometimes("tool_usage"),
            always("tools", Json.array()),
            always("top_logprobs", IntNode.valueOf(0)),
            always("top_p", DoubleNode.valueOf(1.0)),
            always("truncation", StringNode.valueOf("disabled")),
            always("usage", NullNode.getInstance()),
            always("user", NullNode.getInstance()));

    /** Members for the backend's own clients, and the text that OpenAI's SDKs add themselves. */
    private static final Set<String> HIDDEN = Set.of(
            "output_text",
            "end_turn",
            "headers",
            "safety_buffering",
            "account_id",
            "organization_id",
            "project_id",
            "user_id");

    private static final Map<String, Integer> INDEXES = IntStream.range(0, ALL.size())
            .boxed()
            .collect(Collectors.toMap(i -> ALL.get(i).name(), i -> i));

    private static final List<String> INTERNAL_PREFIXES =
            List.of("chatgpt_", "codex_", "internal_", "openai_", "x_", "x-");

    /** Returns the member's name. */
    String name() {
        return label.text();
    }

    /** Returns the index of a known member in {@link #ALL}; negative for others. */
    static int index(String name) {
        return INDEXES.getOrDefault(name, -1);
    }

    /** Returns the values of an object's known members in the order of {@link #ALL}, null for those that it lacks. */
    static @Nullable JsonNode[] ofKnown(ObjectNode object) {
        JsonNode[] values = new JsonNode[ALL.size()];
        object.properties().forEach(member -> {
            int index = index(member.getKey());
            if (index >= 0) {
                values[index] = member.getValue();
            }
        });
        return values;
    }

    /** Returns whether a member of an upstream object is for clients of the API, judging by its name. */
    static boolean isPublic(String name) {
        return !HIDDEN.contains(name) && INTERNAL_PREFIXES.stream().noneMatch(name::startsWith);
    }

    private static ResponseMember always(String name, JsonNode fallback) {
        return new ResponseMember(new JsonName(name), Role.of(name), fallback, JsonSlice.of(Json.write(fallback)));
    }

    private static ResponseMember sometimes(String name) {
        return new ResponseMember(new JsonName(name), Role.of(name), null, null);
    }

    private static ObjectNode text() {
        ObjectNode text = Json.object();
        text.putObject("format").put("type", "text");
        return text;
    }
}
