package dev.airelay.config;

/** Where Chat Completions show what the model says of its reasoning. OpenAI's own API has no place for it. */
public enum ReasoningFormat {
    /** In the member {@code reasoning_content}. */
    REASONING_CONTENT("reasoning_content"),
    /** In the member {@code reasoning}. */
    REASONING("reasoning"),
    /** In the content, between {@code <think>} and {@code </think>}. */
    THINK_TAGS("think-tags"),
    /** Nowhere. */
    NONE("none");

    private final String wireName;

    ReasoningFormat(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in the file, the environment, flags and requests. */
    public String wireName() {
        return wireName;
    }
}
