package dev.airelay.transforms.request;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON schemas of Anthropic's requests; the server's test resources hold them for all modules. */
final class AnthropicSchemas {

    private static final Path FILE =
            Path.of("..", "airelay-server", "src", "test", "resources", "anthropic-schemas", "anthropic-bundle.json");
    private static final JsonNode DEFINITIONS = read().path("$defs");

    private AnthropicSchemas() {}

    /**
     * A member of an object in a request.
     *
     * @param path its path, in which {@code []} stands for any element of a list
     * @param kinds the types and roles of the objects that it is in
     */
    record Place(String path, Set<String> kinds) {}

    /**
     * Returns all members of a request, at every depth.
     *
     * @param root the name of the request's schema
     * @param enter whether the members of objects in a member are wanted too
     */
    static Set<Place> places(String root, Predicate<Place> enter) {
        Set<Place> places = new LinkedHashSet<>();
        collect(DEFINITIONS.path(root), new Place("", Set.of()), new ArrayDeque<>(), places, enter);
        return places;
    }

    /** Returns what is wrong with the JSON text by the schema of this name. */
    static List<String> violations(String name, String json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + name);
        root.set("$defs", DEFINITIONS);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static void collect(
            JsonNode schema, Place at, Deque<String> above, Set<Place> places, Predicate<Place> enter) {
        String reference = schema.path("$ref").stringValue("");
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        if (!name.isEmpty() && !above.contains(name)) {
            above.push(name);
            collect(DEFINITIONS.path(name), at, above, places, enter);
            above.pop();
        }
        schema.path("anyOf").forEach(branch -> collect(branch, at, above, places, enter));
        if (schema.has("items")) {
            collect(schema.path("items"), new Place(at.path() + "[]", at.kinds()), above, places, enter);
        }
        Set<String> kinds = new LinkedHashSet<>(at.kinds());
        for (String kind : List.of("type", "role")) {
            JsonNode only = schema.path("properties").path(kind).path("const");
            kinds.add(only.stringValue(""));
        }
        schema.path("properties").properties().forEach(member -> {
            String inner = member.getKey();
            Place place = new Place(at.path().isEmpty() ? inner : at.path() + "." + inner, Set.copyOf(kinds));
            places.add(place);
            if (enter.test(place)) {
                collect(member.getValue(), place, above, places, enter);
            }
        });
    }

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(FILE));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
