package dev.airelay.server;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Places in a JSON value, as errors name them and as pointers. */
final class JsonPlace {
    private JsonPlace() {}

    /** The place that an error's {@code param} names, for example {@code messages[2].content}. */
    static JsonPointer of(String param) {
        JsonPointer place = JsonPointer.empty();
        for (String step : param.replace("[", ".[").split("\\.+", -1)) {
            if (step.startsWith("[")) {
                place = place.appendIndex(Integer.parseInt(step.substring(1, step.length() - 1)));
            } else if (!step.isEmpty()) {
                place = place.appendProperty(step);
            }
        }
        return place;
    }

    /** The place as errors name it. */
    static String text(JsonPointer place) {
        StringBuilder text = new StringBuilder();
        for (JsonPointer rest = place; !rest.matches(); rest = rest.tail()) {
            if (rest.getMatchingIndex() >= 0) {
                text.append('[').append(rest.getMatchingIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return text.toString();
    }

    /** Takes away what stands there; nothing when the place is not in the tree. */
    static void remove(ObjectNode tree, JsonPointer place) {
        JsonNode parent = tree.at(place.head());
        if (parent instanceof ArrayNode array) {
            array.remove(place.last().getMatchingIndex());
        } else if (parent instanceof ObjectNode object) {
            object.remove(place.last().getMatchingProperty());
        }
    }

    /** All places below the root. */
    static List<JsonPointer> all(JsonNode tree) {
        List<JsonPointer> places = new ArrayList<>();
        collect(tree, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        if (!at.matches()) {
            places.add(at);
        }
        node.properties().forEach(member -> collect(member.getValue(), at.appendProperty(member.getKey()), places));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), at.appendIndex(i), places);
            }
        }
    }
}
