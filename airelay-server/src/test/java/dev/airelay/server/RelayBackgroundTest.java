package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Responses that are made in the background, over real sockets. */
class RelayBackgroundTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "input": "hello", "background": true}""";
    private static final String HELLO_STREAM = """
            {"model": "gpt-5.5", "input": "hello", "background": true, "stream": true}""";

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

    private static String path(JsonNode response) {
        return RunningRelay.RESPONSES + "/" + response.path("id").stringValue();
    }

    /** Polls as clients do; each look is a round trip, so nothing spins. */
    private JsonNode await(String path, String... statuses) {
        long deadline = System.nanoTime() + RunningRelay.LIMIT.toNanos();
        JsonNode response = relay.get(path).json();
        while (!List.of(statuses).contains(response.path("status").stringValue())) {
            assertThat(System.nanoTime()).as("%s", response).isLessThan(deadline);
            response = relay.get(path).json();
        }
        return response;
    }

    @Test
    void clientIsAnsweredAtOnceAndFetchesTheRest() {
        relay.script("text value=one");
        WireAnswer begun = relay.responses(HELLO);

        JsonNode done = await(path(begun.json()), "completed");

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.json().path("status").stringValue()).isEqualTo("queued");
        assertThat(begun.json().path("background").booleanValue()).isTrue();
        assertThat(done.path("output").toString()).contains("[emulator] one");
        assertThat(relay.send("POST", path(done) + "/cancel", "").json()).isEqualTo(done);
    }

    @Test
    void streamIsSentLiveAndAgain() {
        WireAnswer live = relay.responses(HELLO_STREAM);
        String path = path(live.event("response.completed").path("response"));

        WireAnswer again = relay.get(path + "?stream=true");
        WireAnswer rest = relay.get(path + "?stream=true&starting_after=2");

        assertThat(live.types()).startsWith("response.created", "response.queued", "response.in_progress");
        assertThat(again.events()).isEqualTo(live.events());
        assertThat(rest.events())
                .isEqualTo(live.events().subList(3, live.events().size()));
    }

    @Test
    void clientThatGoesDoesNotEndItAndMayComeBack() {
        relay.script("text words=200, silence after=50");
        String path;
        try (RawClient client = RawClient.of(relay)) {
            client.write(RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM));
            String seen = client.readUntil(" word3\"");
            path = RunningRelay.RESPONSES + "/" + seen.replaceAll("(?s).*?\"id\":\"(resp_[^\"]+)\".*", "$1");
        }
        RecordedRequest upstream = relay.upstreamRequest();

        await(path, "in_progress");
        assertThat(upstream.ending()).isEqualTo(RecordedRequest.Ending.OPEN);
        try (RawClient back = RawClient.of(relay)) {
            back.write(RawClient.head("GET " + path + "?stream=true HTTP/1.1"));
            assertThat(back.readUntil(" word3\"")).contains("response.created");
            WireAnswer cancelled = relay.send("POST", path + "/cancel", "");

            assertThat(cancelled.json().path("status").stringValue()).isEqualTo("cancelled");
            assertThat(back.readUntil("data: [DONE]\n\n")).doesNotContain("response.completed");
        }
        assertThat(upstream.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
    }

    @Test
    void cancelledResponseStaysCancelled() {
        relay.script("silence at=headers");
        JsonNode begun = relay.responses(HELLO).json();

        WireAnswer cancelled = relay.send("POST", path(begun) + "/cancel", "");

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("status").stringValue()).isEqualTo("cancelled");
        assertThat(relay.get(path(begun)).json()).isEqualTo(cancelled.json());
        assertThat(relay.get(path(begun) + "?stream=true").types()).doesNotContain("response.completed");
    }

    @Test
    void deletedWhileItIsMade() {
        relay.script("silence at=headers");
        JsonNode begun = relay.responses(HELLO).json();

        assertThat(relay.send("DELETE", path(begun), "").status()).isEqualTo(200);
        assertThat(relay.get(path(begun)).status()).isEqualTo(404);
    }

    @Test
    void failureIsReturnedToEveryRequest() {
        relay.script("not-found");
        JsonNode begun = relay.responses(HELLO).json();

        JsonNode failed = await(path(begun), "failed");

        assertThat(failed.at("/error/message").stringValue()).isNotEmpty();
        WireAnswer stream = relay.get(path(begun) + "?stream=true");
        assertThat(stream.types()).endsWith("response.failed").doesNotContain("error");
        assertThat(stream.event("response.failed").at("/error/message")).isEqualTo(failed.at("/error/message"));
    }

    @Test
    void responseThatARestartCutOffHasFailed() {
        relay.script("text words=200, silence after=50");
        JsonNode begun = relay.responses(HELLO).json();
        await(path(begun), "in_progress");
        relay.close();
        start();

        JsonNode failed = relay.get(path(begun)).json();
        WireAnswer stream = relay.get(path(begun) + "?stream=true");

        assertThat(failed.path("status").stringValue()).isEqualTo("failed");
        assertThat(failed.at("/error/code").stringValue()).isNotEmpty();
        assertThat(stream.types()).endsWith("response.failed");
        assertThat(stream.event("response.failed").path("response")).isEqualTo(failed);
        assertThat(stream.event("response.failed").at("/error/message")).isEqualTo(failed.at("/error/message"));
    }

    @Test
    void finishedResponseIsFollowedAndSaidInItsConversation() {
        String conversation =
                relay.post("/v1/conversations", "{}").json().path("id").stringValue();
        relay.script("text value=one");
        JsonNode begun = relay.responses(HELLO.replace("}", ", \"conversation\": \"" + conversation + "\"}"))
                .json();
        JsonNode done = await(path(begun), "completed");

        WireAnswer next = relay.responses("""
                {"model": "gpt-5.5", "input": "next", "previous_response_id": "%s"}""".formatted(done.path("id").stringValue()));

        assertThat(next.status()).isEqualTo(200);
        relay.upstreamRequest();
        assertThat(relay.upstreamRequest().body().orElseThrow().path("input").toString())
                .contains("hello", "one", "next");
    }

    @Test
    void unfinishedStreamIsReadWhileItIsMade() {
        relay.script("text words=200, silence after=50");
        JsonNode begun = relay.responses(HELLO).json();

        try (RawClient client = RawClient.of(relay)) {
            client.write(RawClient.head("GET " + path(begun) + "?stream=true HTTP/1.1"));
            assertThat(client.readUntil(" word3\"")).contains("response.queued");
        }
    }

    @Test
    void responseThatIsNotStoredCannotRunInTheBackground() {
        WireAnswer answer = relay.responses(HELLO.replace("}", ", \"store\": false}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo("background");
    }
}
