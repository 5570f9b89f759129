package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Base URLs that are almost right, for every route; and the way of a path does not lead around the token. */
class RelayBaseUrlTest {
    private static final Map<String, String> BODIES = Map.of(
            "/chat/completions", "{\"model\": \"gpt-5.5\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
            "/responses", "{\"model\": \"gpt-5.5\", \"input\": \"hi\"}",
            "/completions", "{\"model\": \"gpt-5.5\", \"prompt\": \"hi\"}");

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private RawClient client;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
        client = RawClient.of(relay);
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "",
                "/v1/",
                "/",
                "/v1/v1",
                "/v1/v1/",
                "//v1",
                "/no-tools/v1",
                "/no-tools",
                "/no-tools/v1/v1",
                "/no-tools/",
                "/no-tools//v1/"
            })
    void everyGenerationIsServed(String base) {
        BODIES.forEach((path, body) -> assertThat(
                        client.write(RawClient.post(base + path, body)).answer().status())
                .as(base + path)
                .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "", "/v1/", "/", "/v1/v1", "/no-tools/v1", "/no-tools", "/no-tools/v1/v1/"})
    void modelsAreServed(String base) {
        for (String path : new String[] {"/models", "/models/", "/models/gpt-5.5", "/models/gpt-5.5/"}) {
            String head = RawClient.head("GET " + base + path + " HTTP/1.1");
            assertThat(client.write(head).answer().status()).as(base + path).isEqualTo(200);
            assertThat(client.write(head.replace(RunningRelay.TOKEN, "wrong"))
                            .answer()
                            .status())
                    .as(base + path)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/relay/status", "/v1/v1/relay/compatibility/", "/subscription/status", "/embeddings"})
    void everyProtectedPathStaysProtected(String path) {
        String head = RawClient.head("GET " + path + " HTTP/1.1");

        assertThat(client.write(head.replace(RunningRelay.TOKEN, "wrong"))
                        .answer()
                        .status())
                .isEqualTo(401);
        assertThat(client.write(head).answer().status()).isIn(200, 501);
    }

    @Test
    void everyMethodOfAServedPathIsAnswered() {
        for (String method : new String[] {"PUT", "PATCH", "DELETE", "TRACE", "FOO"}) {
            RawAnswer answer = client.write(RawClient.head(method + " /v1/chat/completions HTTP/1.1"))
                    .answer();
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("allow")).hasValue("OPTIONS, POST");
        }
        RawAnswer options =
                client.write(RawClient.head("OPTIONS /models HTTP/1.1")).answerWithoutBody();
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void compatibilityListsEveryParameterOfEveryRoute() {
        JsonNode table = relay.get("/v1/relay/compatibility").json();

        assertThat(table.path("data"))
                .extracting(row -> row.path("route").stringValue())
                .contains("/v1/chat/completions", "/v1/responses", "/v1/completions");
        assertThat(table.path("data"))
                .filteredOn(row -> !row.has("of"))
                .allSatisfy(row ->
                        assertThat(row.propertyNames()).containsExactly("route", "parameter", "class", "reason"));
    }

    @Test
    void compatibilityListsMembersOfObjectsAndTheirKinds() {
        JsonNode table = relay.get("/v1/relay/compatibility").json();

        assertThat(table.path("data"))
                .filteredOn(row -> row.path("parameter").stringValue().equals("messages[].prefix"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.propertyNames()).containsExactly("route", "parameter", "class", "reason", "of"))
                .satisfies(row -> assertThat(row.path("of")).hasToString("[\"assistant\"]"));
    }
}
