package dev.airelay.transforms.request;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's JSON schemas, where a checkout has them beside it or the environment says where they are. */
public final class OpenAiSchemas {

    private static final String BUNDLE = "openai-bundle.json";
    private static final Optional<String> TEXT = find().map(OpenAiSchemas::read);

    private OpenAiSchemas() {}

    /** Returns false when there are no schemas to compare with. */
    public static boolean present() {
        return TEXT.isPresent();
    }

    /** Returns what is wrong with the JSON text by the schema of this name. */
    public static List<String> violations(String name, String json) {
        String id = bundle().get("$id").stringValue();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(id, TEXT.orElseThrow())));
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
        return JsonMapper.shared().readTree(TEXT.orElseThrow());
    }

    private static Optional<Path> find() {
        String configured = System.getenv("AIRELAY_SCHEMAS");
        if (configured != null) {
            return Optional.of(Path.of(configured, BUNDLE)).filter(Files::exists);
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared").resolve("openai-schemas").resolve(BUNDLE))
                .filter(Files::exists)
                .findFirst();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
