package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one completion of several that have one choice each. */
public final class ChoiceObjects {

    private static final String CHOICES = "choices";
    private static final String USAGE = "usage";

    private ChoiceObjects() {}

    /**
     * Returns the first completion with the choices of all, numbered in order, and the sum of their usage.
     *
     * @param objects completions that this module encoded
     * @param choicesPerPrompt how many neighbouring ones have one prompt in common
     */
    public static byte[] merged(List<byte[]> objects, int choicesPerPrompt) {
        if (objects.size() == 1) {
            return objects.get(0);
        }
        List<ObjectNode> read = objects.stream()
                .map(json -> (ObjectNode) Json.read(json, 0, json.length))
                .toList();
        ObjectNode merged = read.get(0);
        UsageSum usage = new UsageSum(read.size(), choicesPerPrompt);
        ArrayNode choices = Json.array();
        for (int i = 0; i < read.size(); i++) {
            JsonNode counted = read.get(i).path(USAGE);
            usage.add(i, counted instanceof ObjectNode tokens ? Optional.of(tokens) : Optional.empty());
            choices.add(((ObjectNode) read.get(i).path(CHOICES).path(0)).put("index", i));
        }
        merged.set(CHOICES, choices);
        merged.remove(USAGE);
        usage.total().ifPresent(total -> merged.set(USAGE, total));
        return Json.write(merged);
    }
}
