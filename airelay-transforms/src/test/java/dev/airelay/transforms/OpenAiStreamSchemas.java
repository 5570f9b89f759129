package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Holds frames to OpenAI's published schemas where a copy of them is at hand. */
public final class OpenAiStreamSchemas {

    private static final Optional<OpenAiSchemas> SCHEMAS = OpenAiSchemas.find();

    private OpenAiStreamSchemas() {}

    /** Fails for the first value that is not valid by this definition. */
    public static void assertValid(String definition, List<JsonNode> values) {
        SCHEMAS.ifPresent(schemas -> {
            for (JsonNode value : values) {
                assertThat(schemas.faults(definition, value))
                        .as(value.toString())
                        .isEmpty();
            }
        });
    }
}
