package dev.airelay.transforms.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a chat reply shows what the model says of its reasoning. OpenAI's own API has no place for it; clients differ. */
public enum ReasoningExposure {
    /** In the member {@code reasoning_content}, as most clients read it. */
    REASONING_CONTENT("reasoning_content"),
    /** In the member {@code reasoning}. */
    REASONING("reasoning"),
    /**
     * In the members {@code reasoning} and {@code reasoning_details}, as OpenRouter does it. The details have the encrypted form
     * too, which a client sends back so that the model keeps its reasoning from turn to turn.
     */
    REASONING_DETAILS("reasoning_details"),
    /** Within the content, between {@code <think>} and {@code </think>}. */
    THINK_TAGS("think-tags"),
    /** Not at all. */
    NONE("none");

    private final String wireName;

    ReasoningExposure(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name in settings, in the request header and in the request body. */
    public String wireName() {
        return wireName;
    }

    /** Returns the member of a message, and of a delta, that has the text where reasoning is not in the content. */
    public String textMember() {
        return this == REASONING_DETAILS ? REASONING.wireName : wireName;
    }

    /** Returns true unless reasoning is kept from the client. */
    public boolean visible() {
        return this != NONE;
    }

    /** Returns the exposure of this name; empty for any other text. */
    public static Optional<ReasoningExposure> of(String wireName) {
        for (ReasoningExposure exposure : values()) {
            if (exposure.wireName.equals(wireName)) {
                return Optional.of(exposure);
            }
        }
        return Optional.empty();
    }

    /** Returns all names. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(ReasoningExposure::wireName).toList();
    }
}
