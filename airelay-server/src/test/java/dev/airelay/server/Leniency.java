package dev.airelay.server;

import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.ObjectNode;

/** Places where the relay takes more than the schema of an API allows, and why. */
enum Leniency {
    /** Clients leave out content, or send an empty list of it. */
    ABSENT_CONTENT("/messages/\\d+/content(/\\d+)?|/prediction/content(/\\d+)?"),
    /** Stripped, like every member of a part or an item that the upstream would refuse to know. */
    DROPPED_MEMBER(
            ".*/prompt_cache_breakpoint(/mode)?|/input/\\d+(/content/\\d+)?/(?!(role|content|text|type)\\b)\\w+"),
    /** Nothing to stop at, and nothing to call, is not a fault. */
    EMPTY_LIST("/stop(/\\d+)?|/functions(/\\d+)?"),
    /** Clients send arguments as the object that their text should be. */
    ARGUMENTS("/messages/\\d+/(function_call|tool_calls/\\d+/function)/arguments"),
    /** Hints without effect, whose legal values grow. */
    HINTS("/prompt_cache_retention|/prompt_cache_options/(ttl|mode)"),
    /** The flat form is read as well. */
    FLAT_FORMS(
            "/web_search_options/user_location(/(approximate|type))?|/tools/\\d+/(function|custom(/format/grammar)?)"),
    /** Judged by the upstream, which learns new values first. */
    SENT_ON("/reasoning/\\w+|/reasoning_effort|(/text)?/verbosity|/model|/service_tier"
            + "|(/input/\\d+)?/tools/\\d+/(?!(type|name|function|custom)\\b).*"
            + "|/input/\\d+/(action|operation|output|environment|arguments|summary|caller|tools)\\b.*"),
    /** May be left out, or be of any kind, where the backend lacks what it is for. */
    OTHERS("/input/\\d+/(results|outputs|tools|error|acknowledged_safety_checks|pending_safety_checks)\\b.*"),
    /** Ignored, so any value is accepted. */
    UNUSED_BY_MESSAGES(
            ApiSchemas.ANTHROPIC,
            "(.*/)?(cache_control|citations|transformations|allowed_callers|input_examples|caller|toolset_name)(/.*)?"
                    + "|/(diagnostics|fallbacks|fallback_credit_token|billing_policy|user_profile_id|workspace_id|betas"
                    + "|inference_geo|context_management|compaction|output_config/task_budget)(/.*)?"
                    + "|/thinking/block_binding(/.*)?|/tools/\\d+/(eager_input_streaming|max_uses|response_inclusion)"),
    /** May be left out. */
    OPTIONAL_IN_MESSAGES(ApiSchemas.ANTHROPIC, "/max_tokens|/messages/\\d+/content|.*/signature|/tools/\\d+/type"),
    /** Judged by the upstream, which learns new values first. */
    SENT_ON_BY_MESSAGES(
            ApiSchemas.ANTHROPIC,
            "/model|(/messages/\\d+)?/output_config/effort|(.*/)?input_schema/.*|.*/schema/.*|.*/input(/.*)?"
                    + "|/metadata/user_id");

    private static final Pattern SERVER_BLOCK = Pattern.compile(
            "server_tool_use|.+_tool_result|mcp_tool_use|mcp_tool_listing|container_upload|fallback|redacted_thinking");

    private final ApiSchemas api;
    private final Pattern places;

    Leniency(String places) {
        this(ApiSchemas.OPENAI, places);
    }

    Leniency(ApiSchemas api, String places) {
        this.api = api;
        this.places = Pattern.compile(places);
    }

    /** Where the relay takes more than Ollama's schema: what its own server takes too. */
    private static final Pattern OF_OLLAMA =
            Pattern.compile("/messages/\\d+/(content|role|tool_calls/\\d+/function/arguments)|/think|/format"
                    + "|/suffix|/messages|/messages/\\d+/images|/tools/\\d+/(type|function/(parameters|description))"
                    + "|/options/\\w+|/stream");

    private static boolean coversOfOllama(JsonPointer place) {
        return OF_OLLAMA.matcher(place.toString()).matches();
    }

    static boolean covers(ApiSchemas api, ObjectNode request, JsonPointer place) {
        if (api == ApiSchemas.OLLAMA) {
            return coversOfOllama(place);
        }
        for (Leniency leniency : values()) {
            if (leniency.api == api && leniency.places.matcher(place.toString()).matches()) {
                return true;
            }
        }
        return isInServerBlock(request, place);
    }

    /** Whether a place is in a block that a server put into an answer, which is left out whole. */
    private static boolean isInServerBlock(ObjectNode request, JsonPointer place) {
        for (JsonPointer holder = place.head(); holder != null && !holder.matches(); holder = holder.head()) {
            String type = request.at(holder).path("type").stringValue("");
            if (SERVER_BLOCK.matcher(type).matches() && !type.equals("tool_result")) {
                return true;
            }
        }
        return false;
    }
}
