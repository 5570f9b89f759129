package dev.airelay.backend.call;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.UpstreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The compaction of a conversation over real sockets. */
class CompactionWireTest {

    private static final Duration ENDLESS = Duration.ofMinutes(10);

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

    private CompletableFuture<UpstreamObject> compact() throws Exception {
        return rig.onLoop(() -> compact(AnswerMeter.UNLIMITED));
    }

    /** Starts a compaction; on the loop. Canceling the result cancels the call. */
    private CompletableFuture<UpstreamObject> compact(AnswerMeter meter) {
        CompletableFuture<UpstreamObject> result = new CompletableFuture<>();
        CallHandle call = rig.client.compact(
                rig.loop, () -> Rig.request("conversation-1"), CallPlan.once(meter), new UpstreamSink() {
                    @Override
                    public boolean onObject(UpstreamObject object, ObjectNode json) {
                        return result.complete(object);
                    }

                    @Override
                    public void onFailure(UpstreamException failure) {
                        result.completeExceptionally(failure);
                    }
                });
        result.whenComplete((object, failure) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        return result;
    }

    private static String answer(int status, String more, String body) {
        return "HTTP/1.1 " + status + " Some\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n" + more + "\r\n" + body;
    }

    @Test
    void responseIsPassedOnUnchanged() throws Exception {
        CompletableFuture<UpstreamObject> compacted = compact();
        RawUpstream.Connection connection = upstream.accept();
        String head = connection.readRequest();
        connection.write(answer(200, "x-codex-plan-type: plus\r\n", "{\"output\": [1.50]}"));

        UpstreamObject object = Rig.get(compacted);

        assertThat(head)
                .startsWith("POST /backend-api/codex/responses/compact HTTP/1.1\r\n")
                .containsIgnoringCase("\r\naccept: application/json\r\n")
                .containsIgnoringCase("\r\nsession-id: conversation-1\r\n");
        assertThat(new String(object.json(), StandardCharsets.UTF_8)).isEqualTo("{\"output\": [1.50]}");
        assertThat(object.head().header("x-codex-plan-type")).contains("plus");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"429 | {\"error\":{\"type\":\"usage_limit_reached\"}} | 429", "503 | {} | 503", "200 | [1] | 502"})
    void otherThanCompactionIsAFailure(int status, String body, int shown) throws Exception {
        CompletableFuture<UpstreamObject> compacted = compact();
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.write(answer(status, "x-codex-plan-type: plus\r\n", body));

        UpstreamException failure = Rig.failureOf(compacted);

        assertThat(failure.failure().status()).isEqualTo(shown);
        assertThat(failure.head())
                .hasValueSatisfying(
                        head -> assertThat(head.header("x-codex-plan-type")).contains("plus"));
    }

    @Test
    void responseWithoutRoomIsRefusedWhileItComes() throws Exception {
        List<Long> asked = new CopyOnWriteArrayList<>();
        AnswerMeter small = bytes -> {
            asked.add(bytes);
            return bytes < 60_000;
        };
        CompletableFuture<UpstreamObject> compacted = rig.onLoop(() -> compact(small));
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        try {
            connection.write(answer(200, "", "{\"output\": [\"" + "x".repeat(200_000) + "\"]}"));
        } catch (IOException refused) {
            // The connection may be closed before all has been written.
        }

        UpstreamException failure = Rig.failureOf(compacted);

        assertThat(failure.failure().status()).isEqualTo(503);
        assertThat(failure.failure().error().code()).isEqualTo("out_of_memory");
        assertThat(asked.get(asked.size() - 1)).isBetween(60_000L, 399_999L);
    }

    @Test
    void itMayTakeFourTimesTheIdleLimitAndNoLonger() throws Exception {
        rig.close();
        Duration idle = Duration.ofMillis(50);
        rig = Rig.of(upstream.options().withTimeouts(ENDLESS, Duration.ofMillis(1), idle));
        CompletableFuture<UpstreamObject> compacted = compact();
        upstream.accept().readRequest();

        UpstreamException failure = Rig.failureOf(compacted);

        assertThat(failure.failure().status()).isEqualTo(504);
        assertThat(failure.failure().error().message()).contains("within 200 ms");
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        CompletableFuture<UpstreamObject> compacted = compact();
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();

        rig.onLoop(() -> {
            compacted.cancel(false);
        });

        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void cancelledBeforeItBeganItSendsNothing() throws Exception {
        rig.loop
                .submit(() -> {
                    compact(AnswerMeter.UNLIMITED).cancel(false);
                })
                .get(10, SECONDS);
        rig.onLoop(() -> {});

        assertThat(upstream.nobodyElse()).isTrue();
    }
}
