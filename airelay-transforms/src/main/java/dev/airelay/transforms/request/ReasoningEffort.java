package dev.airelay.transforms.request;

import dev.airelay.transforms.spi.ModelTraits;
import java.util.List;
import java.util.Optional;

/**
 * The reasoning effort. Which efforts exist depends on the model: the ends of the scale are adjusted to the model's range,
 * any other text is sent, and the client gets the upstream's refusal, which lists the model's efforts.
 */
public final class ReasoningEffort {

    /** The effort that means no reasoning at all. */
    public static final String NONE = "none";

    private static final String MAX = "max";
    /** A level of the upstream's own client, which sends it by the name of the level below. */
    private static final String ULTRA = "ultra";

    private static final String LOW = "low";
    private static final List<String> BELOW_LOW = List.of(NONE, "minimal");
    private static final List<String> ABOVE_HIGH = List.of("xhigh", MAX, ULTRA);

    private ReasoningEffort() {}

    /** Returns the effort's name on the wire. */
    public static String wireName(Value effort) {
        return wireName(effort.shortText());
    }

    private static String wireName(String effort) {
        return effort.equals(ULTRA) ? MAX : effort;
    }

    /**
     * Returns the effort to send.
     *
     * @param effort the requested effort, from the parameter or the model's name; empty for the model's default
     * @param at its place, to be disclosed if the model's range changes it
     */
    public static Optional<String> settled(
            Optional<String> effort, Optional<ModelTraits> model, Location at, Disclosures disclosures) {
        if (effort.isEmpty()) {
            return model.flatMap(ModelTraits::defaultEffort).map(ReasoningEffort::wireName);
        }
        String asked = wireName(effort.get());
        List<String> taken = model.map(ModelTraits::efforts).orElse(List.of());
        String sent = taken.isEmpty() || disclosures.strict() ? asked : inRange(asked, taken);
        if (!sent.equals(asked)) {
            disclosures.emulate(at);
        }
        return Optional.of(sent);
    }

    private static String inRange(String asked, List<String> taken) {
        if (taken.contains(asked)) {
            return asked;
        }
        if (BELOW_LOW.contains(asked)) {
            return taken.contains(LOW) ? LOW : wireName(taken.get(0));
        }
        return ABOVE_HIGH.contains(asked) ? wireName(taken.get(taken.size() - 1)) : asked;
    }
}
