package dev.airelay.transforms.memory;

/**
 * The responses that the relay stores on its own machine, so that later requests can refer to them. Nothing is ever stored
 * upstream.
 */
public enum RetentionPolicy {
    /** None: there is no store, or its owner has turned it off. */
    OFF,
    /** All but those with {@code store:false}; {@code store:true}, which means storage at OpenAI, is rejected. */
    UNLESS_ASKED_TO_STORE,
    /** All but those with {@code store:false}. */
    ALL
}
