package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Holds frames and objects to OpenAI's published schemas. */
public final class OpenAiStreamSchemas {

    private static final OpenAiSchemas SCHEMAS = new OpenAiSchemas();

    private OpenAiStreamSchemas() {}

    /** Fails for the first value that is not valid by this definition. */
    public static void assertValid(String definition, List<JsonNode> values) {
        for (JsonNode value : values) {
            assertThat(SCHEMAS.faults(definition, value)).as(value.toString()).isEmpty();
        }
    }

    /** Returns the text of one of the schemas' files. */
    public static String file(String name) {
        return OpenAiSchemas.read(name);
    }
}
