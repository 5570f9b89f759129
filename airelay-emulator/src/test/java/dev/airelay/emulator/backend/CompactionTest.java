package dev.airelay.emulator.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The path that compacts a conversation. */
class CompactionTest {

    private Emulator emulator;
    private WireClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private WireClient.Answer compact(ObjectNode body) {
        return client.send(
                client.request("/responses/compact").POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    private static ObjectNode body() {
        return WireClient.json("""
                {'model': 'gpt-5.5', 'input': [
                  {'type': 'message', 'role': 'user', 'content': 'one'},
                  {'type': 'message', 'role': 'assistant', 'content': 'two'}]}""");
    }

    @Test
    void onlyTheUsersMessagesAndOneEncryptedItemStay() {
        WireClient.Answer answer = compact(body());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-codex-plan-type")).isPresent();
        JsonNode output = answer.json().path("output");
        assertThat(output).hasSize(2);
        assertThat(output.at("/0/content").stringValue()).isEqualTo("one");
        assertThat(output.at("/1/type").stringValue()).isEqualTo("compaction");
        assertThat(output.at("/1/encrypted_content").stringValue()).startsWith("gAAAAA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store | false | Unsupported parameter: store",
                "stream | false | Unsupported parameter: stream",
                "tool_choice | 'auto' | Unsupported parameter: tool_choice",
                "include | [] | Unsupported parameter: include",
                "input | 'text' | Input must be a list",
            },
            quoteCharacter = '`')
    void wrongBodyIsRefused(String field, String value, String detail) {
        ObjectNode body = body();
        body.set(field, WireClient.json("{'value': " + value + "}").path("value"));

        WireClient.Answer answer = compact(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
    }

    @Test
    void scriptsReachIt() {
        emulator.script("server_is_overloaded on=compact");

        assertThat(compact(body()).status()).isEqualTo(503);
        assertThat(compact(body()).status()).isEqualTo(200);
    }
}
