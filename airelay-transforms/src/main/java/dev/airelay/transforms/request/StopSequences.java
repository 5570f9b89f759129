package dev.airelay.transforms.request;

import java.util.ArrayList;
import java.util.List;

/** Reads stop sequences, a text or a list of texts. Empty ones, which cannot stop anything, are omitted. */
public final class StopSequences {

    private static final int MAX_BY_OPENAI = 4;

    private StopSequences() {}

    /** Returns at most four sequences, as OpenAI allows, without repeats; none if the value is empty. */
    public static List<String> read(Value value) {
        return read(value, MAX_BY_OPENAI);
    }

    /**
     * Returns the sequences without repeats; none if the value is empty.
     *
     * @param most maximum length of a list
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
            // The client's text is well-formed, so a malformed sequence could never match.
            String text = WellFormedText.repaired(stop.text());
            if (!text.isEmpty() && !texts.contains(text)) {
                texts.add(text);
            }
        }
        return texts;
    }
}
