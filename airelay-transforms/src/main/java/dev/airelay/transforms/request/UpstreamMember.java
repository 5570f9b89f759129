package dev.airelay.transforms.request;

/**
 * The members that a body for the upstream may have, in the order in which they are sent.
 *
 * <p>The upstream rejects any other member with 400 {@code Unsupported parameter}. The order is fixed because its prompt
 * cache compares the text.
 */
public enum UpstreamMember {
    MODEL("model"),
    INSTRUCTIONS("instructions"),
    INPUT("input"),
    TOOLS("tools"),
    TOOL_CHOICE("tool_choice"),
    PARALLEL_TOOL_CALLS("parallel_tool_calls"),
    REASONING("reasoning"),
    STORE("store"),
    STREAM("stream"),
    INCLUDE("include"),
    SERVICE_TIER("service_tier"),
    PROMPT_CACHE_KEY("prompt_cache_key"),
    TEXT("text");

    private final String wireName;

    UpstreamMember(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the member's name in the body. */
    public String wireName() {
        return wireName;
    }
}
