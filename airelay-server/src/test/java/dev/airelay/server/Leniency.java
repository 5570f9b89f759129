package dev.airelay.server;

import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;

/** Places where the relay takes more than OpenAI's schema allows, and why. */
enum Leniency {
    /** Clients leave out content, or send an empty list of it. */
    ABSENT_CONTENT("/messages/\\d+/content(/\\d+)?|/prediction/content(/\\d+)?"),
    /** Stripped, like every member of a part or an item that the upstream would refuse to know. */
    DROPPED_MEMBER(
            ".*/prompt_cache_breakpoint(/mode)?|/input/\\d+(/content/\\d+)?/(?!(role|content|text|type)\\b)\\w+"),
    /** Nothing to stop at, and nothing to call, is no fault. */
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
    OTHERS("/input/\\d+/(results|outputs|tools|error|acknowledged_safety_checks|pending_safety_checks)\\b.*");

    private final Pattern places;

    Leniency(String places) {
        this.places = Pattern.compile(places);
    }

    /** Where the relay takes more than Ollama's schema: what its own server takes too. */
    private static final Pattern OF_OLLAMA =
            Pattern.compile("/messages/\\d+/(content|role|tool_calls/\\d+/function/arguments)|/think|/format"
                    + "|/suffix|/messages|/messages/\\d+/images|/tools/\\d+/(type|function/(parameters|description))"
                    + "|/options/\\w+|/stream");

    static boolean coversOfOllama(JsonPointer place) {
        return OF_OLLAMA.matcher(place.toString()).matches();
    }

    static boolean covers(JsonPointer place) {
        for (Leniency leniency : values()) {
            if (leniency.places.matcher(place.toString()).matches()) {
                return true;
            }
        }
        return false;
    }
}
