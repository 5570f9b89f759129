package dev.airelay.transforms.request;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.airelay.transforms.OpenAiStreamSchemas;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's JSON schemas of requests. */
public final class OpenAiSchemas {

    private static final String TEXT = OpenAiStreamSchemas.file("openai-bundle.json");

    private OpenAiSchemas() {}

    /** Returns what is wrong with the JSON text by the schema of this name. */
    public static List<String> violations(String name, String json) {
        String id = bundle().get("$id").stringValue();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(id, TEXT)));
        return registry.getSchema(SchemaLocation.of(id + "#/$defs/" + name)).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Returns the names of the members that the schema of this name describes. */
    public static Stream<String> members(String name) {
        return members(bundle().get("$defs").get(name));
    }

    private static Stream<String> members(JsonNode schema) {
        Stream<String> own = schema.path("properties").propertyNames().stream();
        Stream<String> parents = schema.path("allOf").valueStream().flatMap(OpenAiSchemas::members);
        String reference = schema.path("$ref").stringValue("");
        Stream<String> referred =
                reference.isEmpty() ? Stream.empty() : members(reference.substring(reference.lastIndexOf('/') + 1));
        return Stream.of(own, parents, referred).flatMap(names -> names);
    }

    private static JsonNode bundle() {
        return JsonMapper.shared().readTree(TEXT);
    }
}
