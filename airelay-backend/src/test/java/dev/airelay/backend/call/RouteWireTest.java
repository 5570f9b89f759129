package dev.airelay.backend.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.RawUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The routes beside the inference endpoint, over real sockets. */
class RouteWireTest {

    private RawUpstream upstream;
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream = new RawUpstream();
        rig = Rig.of(upstream.options());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        upstream.close();
    }

    private CompletableFuture<ObjectNode> post(BackendRoute route, String type, Duration patience, int maxBytes)
            throws Exception {
        return rig.post(
                new RouteRequest(route, type, "id-1", "{}".getBytes(StandardCharsets.UTF_8), patience, maxBytes));
    }

    private static List<String> names(String head) {
        return head.lines()
                .skip(1)
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    @Test
    void requestsImageLikeCodex() throws Exception {
        CompletableFuture<ObjectNode> result =
                post(BackendRoute.IMAGE_GENERATIONS, "application/json", Duration.ofMinutes(5), 1000);
        RawUpstream.Connection connection = upstream.accept();
        String head = connection.readRequest();
        connection.write(answer("{\"data\":[]}"));

        assertThat(Rig.get(result).has("data")).isTrue();
        assertThat(head)
                .startsWith("POST /backend-api/codex/images/generations HTTP/1.1\r\n")
                .containsIgnoringCase("\r\naccept: */*\r\n")
                .containsIgnoringCase("\r\nx-codex-image-turn-id: id-1\r\n")
                .containsIgnoringCase("\r\nx-codex-turn-metadata: {\"turn_id\":\"id-1\"}\r\n");
        assertThat(names(head)).doesNotContain("session-id", "thread-id");
    }

    @Test
    void transcriptionHasOnlyTheHeadersThatTheFirewallExpects() throws Exception {
        CompletableFuture<ObjectNode> result =
                post(BackendRoute.TRANSCRIPTION, "multipart/form-data; boundary=b", Duration.ofMinutes(2), 1000);
        RawUpstream.Connection connection = upstream.accept();
        String head = connection.readRequest();
        connection.write(answer("{\"text\":\"hi\"}"));

        assertThat(Rig.get(result).path("text").stringValue()).isEqualTo("hi");
        assertThat(head).startsWith("POST /backend-api/transcribe HTTP/1.1\r\n");
        assertThat(names(head))
                .containsExactlyInAnyOrder(
                        "host",
                        "authorization",
                        "chatgpt-account-id",
                        "originator",
                        "user-agent",
                        "version",
                        "content-type",
                        "content-length");
    }

    @Test
    void responseBeyondItsLimitIsAFailure() throws Exception {
        CompletableFuture<ObjectNode> result =
                post(BackendRoute.IMAGE_EDITS, "application/json", Duration.ofMinutes(5), 10);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.write(answer("{\"data\":[1,2,3]}"));

        assertThat(Rig.failureOf(result).failure().error().code()).isEqualTo("answer_too_large");
    }

    @Test
    void silenceEndsWithTheRoutesOwnPatience() throws Exception {
        CompletableFuture<ObjectNode> result =
                post(BackendRoute.IMAGE_EDITS, "application/json", Duration.ofMillis(50), 1000);
        upstream.accept().readRequest();

        assertThat(Rig.failureOf(result).failure().status()).isEqualTo(504);
    }
}
