package dev.airelay.transforms.request;

/**
 * The reasoning effort. Which efforts exist depends on the model, so any text is sent and the upstream's refusal, which
 * lists the model's efforts, reaches the client.
 */
public final class ReasoningEffort {

    /** The effort that means no reasoning at all. */
    public static final String NONE = "none";

    private ReasoningEffort() {}

    /** Returns the effort's name on the wire. */
    public static String wireName(Value effort) {
        String text = effort.nonEmptyText();
        // A level of the upstream's own client, which sends it by this name.
        return text.equals("ultra") ? "max" : text;
    }
}
