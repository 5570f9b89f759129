package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Responses that are kept, followed and fetched, over real sockets. */
class RelayMemoryTest {

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

    private static String request(String input, String more) {
        return """
                {"model": "gpt-5.5", "input": "%s"%s}""".formatted(input, more.isEmpty() ? "" : ", " + more);
    }

    private WireAnswer ask(String input, String more) {
        return relay.responses(request(input, more));
    }

    private static String id(WireAnswer answer) {
        JsonNode response =
                answer.isStream() ? answer.event("response.completed").path("response") : answer.json();
        return response.path("id").stringValue();
    }

    /** The texts of the input that the upstream got with the next request. */
    private List<String> upstreamTexts() {
        List<String> texts = new ArrayList<>();
        JsonNode body = relay.upstreamRequest().body().orElseThrow();
        assertThat(body.has("previous_response_id")).isFalse();
        assertThat(body.path("store").booleanValue()).isFalse();
        body.path("input").forEach(item -> texts.add(said(item)));
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    /** The text of a message, without the emulator's mark; empty for other items. */
    private static String said(JsonNode item) {
        return item.at("/content/0/text").stringValue("").replace("[emulator] ", "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsFollowedAtOnce(boolean stream) {
        String streamed = "\"stream\": " + stream;
        String first = id(relay.script("text value=one").responses(request("first", streamed)));
        String second = id(relay.script("text value=two")
                .responses(request("second", streamed + ", \"previous_response_id\": \"" + first + "\"")));
        WireAnswer third = ask("third", streamed + ", \"previous_response_id\": \"" + second + "\"");

        assertThat(third.status()).isEqualTo(200);
        assertThat(third.header("x-airelay-emulated").orElse("")).contains("previous_response_id");
        assertThat(upstreamTexts()).containsExactly("first");
        assertThat(upstreamTexts()).containsExactly("first", "one", "second");
        assertThat(upstreamTexts()).containsExactly("first", "one", "second", "two", "third");
    }

    @Test
    void responseIsFollowedAfterARestart() {
        String first = id(relay.script("text value=one").responses(request("first", "")));
        relay.close();
        start();

        assertThat(ask("second", "\"previous_response_id\": \"" + first + "\"").status())
                .isEqualTo(200);
        assertThat(upstreamTexts()).containsExactly("first", "one", "second");
    }

    @ParameterizedTest
    @CsvSource({"previous_response_id, resp_x, 400, previous_response_not_found", "conversation, conv_x, 404, ''"})
    void unknownMemoryIsRefused(String param, String id, int status, String code) {
        WireAnswer answer = ask("hello", "\"" + param + "\": \"" + id + "\"");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("param")).isEqualTo(param);
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsFetchedAsItWasAnswered(boolean stream) {
        WireAnswer answer = ask("hello", "\"metadata\": {\"k\": \"v\"}, \"stream\": " + stream);
        JsonNode answered = stream ? answer.event("response.completed").path("response") : answer.json();
        String path = RunningRelay.RESPONSES + "/" + id(answer);

        WireAnswer fetched = relay.get(path);
        WireAnswer replayed = relay.get(path + "?stream=true");
        WireAnswer rest = relay.get(path + "?stream=true&starting_after=3");

        assertThat(fetched.json()).isEqualTo(answered);
        assertThat(fetched.json().path("store").booleanValue()).isTrue();
        assertThat(replayed.event("response.completed").path("response")).isEqualTo(answered);
        assertThat(replayed.events().get(0).path("sequence_number").intValue()).isZero();
        assertThat(rest.events()).hasSize(replayed.events().size() - 4);
        assertThat(rest.events().get(0).path("sequence_number").intValue()).isEqualTo(4);
    }

    @Test
    void inputItemsAreListed() {
        String id = id(relay.responses("""
                {"model": "gpt-5.5", "input": [
                  {"role": "user", "content": "one"},
                  {"role": "assistant", "content": "two"},
                  {"role": "user", "content": [{"type": "input_text", "text": "three"}]}]}"""));
        String path = RunningRelay.RESPONSES + "/" + id + "/input_items";

        JsonNode newest = relay.get(path).json();
        JsonNode page = relay.get(path + "?order=asc&limit=1").json();

        assertThat(newest.path("data")).hasSize(3);
        assertThat(newest.at("/data/0/content/0/text").stringValue()).isEqualTo("three");
        assertThat(newest.at("/data/1/role").stringValue()).isEqualTo("assistant");
        assertThat(page.at("/data/0/content/0/text").stringValue()).isEqualTo("one");
        assertThat(page.path("has_more").booleanValue()).isTrue();
    }

    @Test
    void deletedResponseIsGone() {
        String path = RunningRelay.RESPONSES + "/" + id(ask("hello", ""));

        WireAnswer deleted = relay.send("DELETE", path, "");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("deleted").booleanValue()).isTrue();
        for (WireAnswer gone : List.of(
                relay.get(path),
                relay.get(path + "?stream=true"),
                relay.get(path + "/input_items"),
                relay.send("POST", path + "/cancel", ""),
                relay.send("DELETE", path, ""))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.error("message"))
                    .startsWith("Response with id 'resp_")
                    .endsWith("' not found.");
        }
    }

    @Test
    void responseWithStoreFalseIsNotStored() {
        WireAnswer answer = ask("hello", "\"store\": false");

        assertThat(answer.json().path("store").booleanValue()).isFalse();
        assertThat(relay.get(RunningRelay.RESPONSES + "/" + id(answer)).status())
                .isEqualTo(404);
        assertThat(ask("more", "\"previous_response_id\": \"" + id(answer) + "\"")
                        .error("code"))
                .isEqualTo("previous_response_not_found");
    }

    @Test
    void ownerDecidesAboutStoreTrue(@TempDir Path other) {
        WireAnswer refused = ask("hello", "\"store\": true");
        try (RunningRelay local = RunningRelay.start(other, Map.of("responses.store_true", "local"))) {
            WireAnswer kept = local.responses(request("hello", "\"store\": true"));

            assertThat(local.get(RunningRelay.RESPONSES + "/" + id(kept)).status())
                    .isEqualTo(200);
        }
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error("param")).isEqualTo("store");
    }

    @Test
    void ownerCanTurnStorageOff(@TempDir Path other) {
        try (RunningRelay forgetful = RunningRelay.start(other, Map.of("responses.keep", "false"))) {
            WireAnswer answer = forgetful.responses(request("hello", ""));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("store").booleanValue()).isFalse();
            assertThat(forgetful.get(RunningRelay.RESPONSES + "/" + id(answer)).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void itemIsReferredTo() {
        WireAnswer first = relay.script("text value=one").responses(request("first", ""));
        JsonNode output = first.json().path("output");
        String item = output.get(output.size() - 1).path("id").stringValue();

        WireAnswer second = relay.responses("""
                {"model": "gpt-5.5", "input": [
                  {"type": "item_reference", "id": "%s"}, {"role": "user", "content": "second"}]}""".formatted(item));

        assertThat(second.status()).as(second.text()).isEqualTo(200);
        relay.upstreamRequest();
        assertThat(upstreamTexts()).containsExactly("one", "second");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conversationRemembers(boolean stream) {
        String conversation =
                relay.post("/v1/conversations", """
                {"items": [{"role": "user", "content": "before"}]}""").json().path("id").stringValue();
        String more = "\"conversation\": \"" + conversation + "\", \"store\": false, \"stream\": " + stream;
        relay.script("text value=one");
        WireAnswer first = ask("first", more);
        relay.script("text value=two");
        ask("second", more.replace("\"" + conversation + "\"", "{\"id\": \"" + conversation + "\"}"));

        JsonNode response = stream ? first.event("response.completed").path("response") : first.json();
        assertThat(response.at("/conversation/id").stringValue()).isEqualTo(conversation);
        assertThat(upstreamTexts()).containsExactly("before", "first");
        assertThat(upstreamTexts()).containsExactly("before", "first", "one", "second");
        assertThat(relay.get("/v1/conversations/" + conversation + "/items?order=asc")
                        .json()
                        .path("data"))
                .extracting(RelayMemoryTest::said)
                .filteredOn(text -> !text.isEmpty())
                .containsExactly("before", "first", "one", "second", "two");
    }

    @Test
    void failedTurnIsNotSaidInItsConversation() {
        String conversation =
                relay.post("/v1/conversations", "{}").json().path("id").stringValue();

        relay.script("server_error")
                .responses(request("first", "\"stream\": true, \"conversation\": \"" + conversation + "\""));

        assertThat(relay.get("/v1/conversations/" + conversation + "/items")
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void responseOfAConversationIsFollowedWithAllOfIt() {
        String conversation =
                relay.post("/v1/conversations", """
                {"items": [{"role": "user", "content": "before"}]}""").json().path("id").stringValue();
        relay.script("text value=one");
        String first = id(ask("first", "\"conversation\": \"" + conversation + "\""));
        ask("later", "\"conversation\": \"" + conversation + "\"");

        ask("second", "\"previous_response_id\": \"" + first + "\"");

        relay.upstreamRequest();
        relay.upstreamRequest();
        assertThat(upstreamTexts()).containsExactly("before", "first", "one", "second");
    }

    @Test
    void responseWhoseHistoryIsBrokenIsNotFollowed() {
        String first = id(ask("first", ""));
        String second = id(ask("second", "\"previous_response_id\": \"" + first + "\""));
        relay.send("DELETE", RunningRelay.RESPONSES + "/" + first, "");

        assertThat(ask("third", "\"previous_response_id\": \"" + second + "\"").error("code"))
                .isEqualTo("previous_response_not_found");
    }

    @Test
    void synchronousResponseIsNotCancelled() {
        WireAnswer answer = relay.send("POST", RunningRelay.RESPONSES + "/" + id(ask("hello", "")) + "/cancel", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("message")).contains("background");
    }
}
