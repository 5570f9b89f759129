package dev.airelay.transforms.request;

import java.util.ArrayList;
import java.util.List;

/** Reads stop sequences, a text or a list of them. Empty ones, which could stop nothing, are left out. */
public final class StopSequences {

    private static final int MAX_BY_OPENAI = 4;

    private StopSequences() {}

    /** Returns at most four sequences, as OpenAI allows, without repeats; none when the value asks for nothing. */
    public static List<String> read(Value value) {
        return read(value, MAX_BY_OPENAI);
    }

    /**
     * Returns the sequences without repeats; none when the value asks for nothing.
     *
     * @param most how many a list may have
     */
    public static List<String> read(Value value, int most) {
        if (value.isText()) {
            return texts(List.of(value));
        }
        if (!value.isArray()) {
            throw Rejections.wrongType(value.at(), "one of a string or an array of strings", value.node());
        }
        List<Value> stops = value.items();
        if (stops.size() > most) {
            throw Rejections.invalid(
                    value.at(),
                    "array_above_max_length",
                    "array too long. Expected an array with maximum length " + most + ", but got an array with length "
                            + stops.size() + " instead.");
        }
        return texts(stops);
    }

    private static List<String> texts(List<Value> stops) {
        List<String> texts = new ArrayList<>();
        for (Value stop : stops) {
            Checks.shortText(stop);
            // What reaches the client is well-formed, so a sequence that is not could never match.
            String text = WellFormedText.repaired(stop.text());
            if (!text.isEmpty() && !texts.contains(text)) {
                texts.add(text);
            }
        }
        return texts;
    }
}
