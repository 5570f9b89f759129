package dev.airelay.cli.connect;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One value of a client's file.
 *
 * @param path the names that lead to the value. In a list, {@code name=X} is the item whose {@code name} is X.
 * @param value the value; an object takes the place of all that was in an earlier one
 */
public record Setting(List<String> path, JsonNode value) {
    public Setting {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path must have at least one name");
        }
    }

    static Setting of(String value, String... path) {
        return new Setting(List.of(path), JsonNodeFactory.instance.stringNode(value));
    }

    static Setting of(JsonNode value, String... path) {
        return new Setting(List.of(path), value);
    }
}
