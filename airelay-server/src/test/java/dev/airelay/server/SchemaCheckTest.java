package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas that answers are held against, with values whose verdict is known. */
class SchemaCheckTest {
    private static final Path CASES = Path.of("src", "test", "resources", "openai-schemas", "cases.json");

    static Stream<Arguments> cases() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readAllBytes(CASES))
                .valueStream()
                .map(known -> Arguments.of(known.path("name").stringValue(), known));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void schemaGivesTheKnownVerdict(String name, JsonNode known) {
        assertThat(ApiSchemas.OPENAI.allows(known.path("def").stringValue(), known.path("value")))
                .isEqualTo(known.path("valid").booleanValue());
    }
}
