package dev.airelay.traffic.record;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes the text of deltas from a stream's events, because a secret split over several deltas cannot be recognized in any
 * of them. The events that end a part carry its whole text, which is kept.
 */
final class StreamedText {
    private static final Set<String> WHOLE = Set.of("role", "type", "id", "name", "object");

    private StreamedText() {}

    /** Changes the event. */
    static void withhold(JsonNode event) {
        if (!(event instanceof ObjectNode object)) {
            return;
        }
        withholdField(object, "delta");
        if (object.get("choices") instanceof ArrayNode choices) {
            for (JsonNode choice : choices) {
                if (choice instanceof ObjectNode one) {
                    withholdField(one, "delta");
                    withholdField(one, "text");
                    withholdField(one, "logprobs");
                }
            }
        }
        withholdField(object, "logprobs");
        withholdField(object, "obfuscation");
    }

    private static void withholdField(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return;
        }
        if (value.isString()) {
            object.put(field, "[STREAMED " + value.stringValue().length() + " characters]");
        } else {
            withholdWithin(value);
        }
    }

    private static void withholdWithin(JsonNode value) {
        if (value instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            names.stream().filter(name -> !WHOLE.contains(name)).forEach(name -> withholdField(object, name));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isString()) {
                    array.set(i, "[STREAMED]");
                } else {
                    withholdWithin(array.get(i));
                }
            }
        }
    }
}
