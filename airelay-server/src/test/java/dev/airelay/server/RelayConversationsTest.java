package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Conversations over real sockets. */
class RelayConversationsTest {
    private static final String CONVERSATIONS = "/v1/conversations";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private String created(String body) {
        return relay.post(CONVERSATIONS, body).json().path("id").stringValue();
    }

    private WireAnswer delete(String path) {
        return relay.send("DELETE", path, "");
    }

    private static String items(String conversation) {
        return CONVERSATIONS + "/" + conversation + "/items";
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.path("data").forEach(item -> texts.add(item.at("/content/0/text").stringValue()));
        return texts;
    }

    private static String users(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"role\": \"user\", \"content\": \"m" + i + "\"}")
                .collect(Collectors.joining(", ", "{\"items\": [", "]}"));
    }

    @Test
    void conversationIsCreatedChangedAndDeleted() {
        WireAnswer created = relay.post(CONVERSATIONS, """
                {"metadata": {"topic": "demo"}}""");
        String path = CONVERSATIONS + "/" + created.json().path("id").stringValue();

        JsonNode changed =
                relay.post(path, "{\"metadata\": {\"project\": \"x\"}}").json();
        JsonNode fetched = relay.get(path).json();
        WireAnswer deleted = delete(path);

        assertThat(created.json().at("/metadata/topic").stringValue()).isEqualTo("demo");
        assertThat(created.json().path("id").stringValue()).startsWith("conv_");
        assertThat(changed).isEqualTo(fetched);
        assertThat(fetched.path("metadata").size()).isEqualTo(1);
        assertThat(fetched.at("/metadata/project").stringValue()).isEqualTo("x");
        assertThat(deleted.json().path("object").stringValue()).isEqualTo("conversation.deleted");
        for (WireAnswer gone : List.of(
                relay.get(path), delete(path), relay.get(path + "/items"), relay.post(path, "{\"metadata\": {}}"))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.error("message"))
                    .startsWith("Conversation with id 'conv_")
                    .endsWith("' not found.");
        }
    }

    @Test
    void conversationNeedsNoBody() {
        WireAnswer answer = relay.send("POST", CONVERSATIONS, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("metadata").isEmpty()).isTrue();
    }

    @Test
    void itemsAreListedAsOpenAiListsThem() {
        String id = created("""
                {"items": [
                  {"role": "user", "content": "hello"},
                  {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "hi"}]},
                  {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}
                ]}""");

        JsonNode list = relay.get(items(id) + "?order=asc").json();

        assertThat(list.path("data")).hasSize(3);
        assertThat(list.at("/data/0/type").stringValue()).isEqualTo("message");
        assertThat(list.at("/data/0/content/0/type").stringValue()).isEqualTo("input_text");
        assertThat(list.at("/data/1/content/0/annotations").isArray()).isTrue();
        assertThat(list.at("/data/2/id").stringValue()).startsWith("fc_");
        assertThat(list.at("/data/2/status").stringValue()).isEqualTo("completed");
    }

    @Test
    void outputMayComeLaterThanItsCall() {
        String id = created("""
                {"items": [{"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}]}""");

        WireAnswer added = relay.post(items(id), """
                {"items": [{"type": "function_call_output", "call_id": "call_1", "output": "42"}]}""");

        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().at("/data/0/output").stringValue()).isEqualTo("42");
        assertThat(relay.get(items(id)).json().path("data")).hasSize(2);
    }

    @Test
    void itemsAreListedPageByPage() {
        String id = created(users(20));
        relay.post(items(id), users(5));

        JsonNode newest = relay.get(items(id)).json();
        JsonNode rest = relay.get(items(id) + "?after=" + newest.path("last_id").stringValue())
                .json();
        JsonNode oldest = relay.get(items(id) + "?limit=2&order=asc").json();

        assertThat(texts(newest)).hasSize(20).startsWith("m4", "m3");
        assertThat(newest.path("has_more").booleanValue()).isTrue();
        assertThat(texts(rest)).containsExactly("m4", "m3", "m2", "m1", "m0");
        assertThat(rest.path("has_more").booleanValue()).isFalse();
        assertThat(texts(oldest)).containsExactly("m0", "m1");
    }

    @Test
    void oneItemIsShownAndDeleted() {
        String id = created(users(2));
        String item = relay.get(items(id)).json().path("first_id").stringValue();
        String path = items(id) + "/" + item;

        WireAnswer shown = relay.get(path);
        WireAnswer deleted = delete(path);

        assertThat(shown.json().at("/content/0/text").stringValue()).isEqualTo("m1");
        assertThat(deleted.json().path("id").stringValue()).isEqualTo(id);
        for (WireAnswer gone : List.of(relay.get(path), delete(path))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.error("message")).contains(item, id);
        }
        assertThat(texts(relay.get(items(id)).json())).containsExactly("m0");
    }

    @Test
    void encryptedReasoningIsShownOnDemandOnly() {
        String id = created("""
                {"items": [{"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "secret"}]}""");

        WireAnswer plain = relay.get(items(id));
        WireAnswer whole = relay.get(items(id) + "?include[]=reasoning.encrypted_content");

        assertThat(plain.text()).doesNotContain("secret");
        assertThat(whole.json().at("/data/0/encrypted_content").stringValue()).isEqualTo("secret");
        assertThat(relay.get(items(id) + "?include=everything").error("param")).isEqualTo("include");
    }

    @Test
    void conversationOutlivesARestart() {
        String id = created(users(3));
        relay.close();

        start();

        assertThat(texts(relay.get(items(id)).json())).containsExactly("m2", "m1", "m0");
        assertThat(relay.get("/v1/relay/status")
                        .json()
                        .at("/storage/conversation_count")
                        .intValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\": \"x\"} | metadata",
                "{\"metadata\": {\"k\": 1}} | metadata.k",
                "{\"items\": \"x\"} | items",
                "{\"items\": [3]} | items[0]",
                "{\"items\": [{\"type\": \"tool_use\"}]} | items[0].type",
                "{\"items\": [{\"role\": \"user\"}]} | items[0].content",
                "{\"items\": [{\"role\": \"king\", \"content\": \"x\"}]} | items[0].role",
                "{\"items\": [{\"type\": \"custom_tool_call_output\", \"output\": \"x\"}]} | items[0].call_id",
                "{\"items\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_file\", \"file_id\": \"file-x\"}]}]}"
                        + " | items[0].content[0].file_id",
            })
    void wrongBodyIsRefusedByItsField(String body, String param) {
        WireAnswer answer = relay.post(CONVERSATIONS, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(param);
    }

    @Test
    void tooMuchIsRefused() {
        String pairs = IntStream.range(0, 17)
                .mapToObj(i -> "\"k" + i + "\": \"v\"")
                .collect(Collectors.joining(", ", "{\"metadata\": {", "}}"));
        String id = created("{}");

        assertThat(relay.post(CONVERSATIONS, users(21)).error("code")).isEqualTo("array_above_max_length");
        assertThat(relay.post(CONVERSATIONS, pairs).error("code")).isEqualTo("object_above_max_properties");
        assertThat(relay.post(CONVERSATIONS, "{\"metadata\": {\"k\": \"" + "v".repeat(513) + "\"}}")
                        .error("code"))
                .isEqualTo("string_above_max_length");
        assertThat(relay.post(items(id), "{}").error("code")).isEqualTo("missing_required_parameter");
        assertThat(relay.post(CONVERSATIONS + "/" + id, "{}").error("param")).isEqualTo("metadata");
    }
}
