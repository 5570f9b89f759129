package dev.airelay.cli.connect;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds and changes values in a tree. A step {@code name=X} stands for the item of a list whose {@code name} is X. */
final class TreePath {
    private static final String ITEM = "name=";

    private TreePath() {}

    /** Returns whether a step leads into a list. */
    static boolean isItem(String step) {
        return step.startsWith(ITEM);
    }

    static Optional<JsonNode> find(JsonNode root, List<String> path) {
        JsonNode node = root;
        for (String step : path) {
            int index = node.isArray() ? index(node, step) : 0;
            JsonNode next = node.isArray() ? node.get(index) : node.get(step);
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    /** Returns the position of the item that a step names; -1 when the list has none. */
    static int index(JsonNode list, String step) {
        for (int i = 0; i < list.size(); i++) {
            if (isItem(step)
                    && step.substring(ITEM.length())
                            .equals(list.get(i).path("name").asString(""))) {
                return i;
            }
        }
        return -1;
    }

    static void set(ObjectNode root, List<String> path, JsonNode value) {
        JsonNode node = root;
        for (int i = 0; i < path.size(); i++) {
            String step = path.get(i);
            boolean last = i == path.size() - 1;
            if (node instanceof ArrayNode list && isItem(step)) {
                int at = index(list, step);
                JsonNode next = last ? value : at < 0 ? empty(root, path.get(i + 1)) : list.get(at);
                if (at < 0) {
                    list.add(next);
                } else {
                    list.set(at, next);
                }
                node = next;
            } else if (node instanceof ObjectNode object && !isItem(step)) {
                JsonNode found = object.get(step);
                boolean none = found == null || found.isNull();
                JsonNode next = last ? value : none ? empty(root, path.get(i + 1)) : found;
                object.set(step, next);
                node = next;
            } else {
                throw new UneditableException(
                        String.join(".", path.subList(0, i))
                                + " has a value of another kind than expected; change it by hand",
                        null);
            }
        }
    }

    private static JsonNode empty(ObjectNode root, String nextStep) {
        return isItem(nextStep) ? root.arrayNode() : root.objectNode();
    }

    /** Removes the value at a path that exists. */
    static void remove(ObjectNode root, List<String> path) {
        String last = path.get(path.size() - 1);
        JsonNode parent = find(root, path.subList(0, path.size() - 1)).orElseThrow();
        if (parent instanceof ArrayNode list) {
            list.remove(index(list, last));
        } else {
            ((ObjectNode) parent).remove(last);
        }
    }
}
