package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Sse;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as they should be, over real sockets. */
class AnswerWireTest {

    private final MockWebServer upstream = new MockWebServer();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        upstream.close();
    }

    private static MockResponse.Builder stream() {
        return new MockResponse.Builder().setHeader("content-type", "text/event-stream; charset=utf-8");
    }

    @ParameterizedTest(name = "chunks of {0} bytes")
    @ValueSource(ints = {1, 3, 17, 1000})
    void eventsArriveWholeAndInOrder(int chunk) throws Exception {
        upstream.enqueue(stream()
                .chunkedBody(Sse.stream(Sse.CREATED, Sse.DELTA, Sse.DELTA, Sse.COMPLETED), chunk)
                .build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.toTheEnd())
                .containsExactly(
                        OPEN,
                        "response.created",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.completed",
                        COMPLETE);
        assertThat(sink.bodies.get(1)).contains("Grüße");
    }

    @Test
    void slowBodyIsFlushedReadByRead() throws Exception {
        upstream.enqueue(stream()
                .body(Sse.stream(Sse.CREATED, Sse.DELTA, Sse.DELTA, Sse.DELTA, Sse.COMPLETED))
                .throttleBody(128, 25, MILLISECONDS)
                .build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.until(COMPLETE)).filteredOn(RecordingSink.FLUSH::equals).isNotEmpty();
    }

    @Test
    void requestCarriesTheIdentityAndTheConversation() throws Exception {
        upstream.enqueue(stream().body(Sse.COMPLETED).build());
        RecordingSink sink = new RecordingSink();

        rig.open(Rig.request("0199-conversation"), sink);
        sink.toTheEnd();

        RecordedRequest seen = upstream.takeRequest(5, SECONDS);
        assertThat(seen.getRequestLine()).isEqualTo("POST /backend-api/codex/responses HTTP/1.1");
        assertThat(seen.getHeaders())
                .extracting(header -> header.getFirst().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "accept-encoding",
                        "authorization",
                        "chatgpt-account-id",
                        "originator",
                        "user-agent",
                        "version",
                        "session-id",
                        "thread-id",
                        "x-client-request-id",
                        "accept",
                        "content-type",
                        "content-length");
        assertThat(seen.getHeaders().get("authorization")).isEqualTo("Bearer the-access-token");
        assertThat(seen.getHeaders().get("chatgpt-account-id")).isEqualTo("acct-1");
        assertThat(seen.getHeaders().get("accept")).isEqualTo("text/event-stream");
        assertThat(seen.getHeaders().get("user-agent"))
                .startsWith(seen.getHeaders().get("originator") + "/"
                        + seen.getHeaders().get("version") + " (");
    }

    @ParameterizedTest
    @CsvSource({"session-id", "thread-id", "x-client-request-id"})
    void conversationIsTheSameTextInEveryHeaderAndTheBody(String header) throws Exception {
        upstream.enqueue(stream().body(Sse.COMPLETED).build());
        RecordingSink sink = new RecordingSink();

        rig.open(Rig.request("0199-conversation"), sink);
        sink.toTheEnd();

        RecordedRequest seen = upstream.takeRequest(5, SECONDS);
        assertThat(seen.getHeaders().values(header)).containsExactly("0199-conversation");
        assertThat(seen.getBody().utf8())
                .isEqualTo("{\"model\":\"gpt-5.5\",\"prompt_cache_key\":\"0199-conversation\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schlüssel", "a\r\nx-injected: yes", " ", "\u65e5\u672c"})
    void conversationThatNoHeaderCanHoldIsReplacedByAStableOne(String key) throws Exception {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            upstream.enqueue(stream().body(Sse.COMPLETED).build());
            RecordingSink sink = new RecordingSink();
            rig.open(Rig.request(key), sink);
            assertThat(sink.toTheEnd()).endsWith(COMPLETE);
            RecordedRequest request = upstream.takeRequest(5, SECONDS);
            assertThat(request.getHeaders().get("x-injected")).isNull();
            seen.add(request.getHeaders().get("session-id"));
        }

        assertThat(seen.get(0)).matches("[0-9a-f-]{36}").isEqualTo(seen.get(1));
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            // With its length, a response ends with its last event; an end of chunks may come after the next call.
            upstream.enqueue(
                    stream().body(Sse.stream(Sse.CREATED, Sse.COMPLETED)).build());
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            assertThat(sink.toTheEnd()).endsWith(COMPLETE);

            RecordedRequest seen = upstream.takeRequest(5, SECONDS);
            assertThat(seen.getConnectionIndex()).isZero();
            assertThat(seen.getExchangeIndex()).isEqualTo(i);
        }
    }

    @Test
    void connectionThatTheUpstreamWantsClosedIsNotUsedAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            upstream.enqueue(stream()
                    .setHeader("connection", "close")
                    .body(Sse.COMPLETED)
                    .build());
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            assertThat(sink.toTheEnd()).endsWith(COMPLETE);

            assertThat(upstream.takeRequest(5, SECONDS).getConnectionIndex()).isEqualTo(i);
        }
    }

    @Test
    void interimResponsesAreNotTheAnswer() throws Exception {
        upstream.enqueue(stream()
                .addInformationalResponse(new MockResponse.Builder().code(103).build())
                .body(Sse.stream(Sse.CREATED, Sse.COMPLETED))
                .build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.created", "response.completed", COMPLETE);
    }

    @Test
    void headShowsLimitsAndIdsAndNothingElse() throws Exception {
        upstream.enqueue(stream()
                .setHeader("X-Codex-Primary-Used-Percent", "37.5")
                .setHeader("x-models-etag", "W/1")
                .setHeader("set-cookie", "__cf_bm=secret")
                .setHeader("server", "cloudflare")
                .body(Sse.COMPLETED)
                .build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);
        sink.toTheEnd();

        assertThat(sink.head).isNotNull();
        assertThat(sink.head.headers()).containsOnlyKeys("x-codex-primary-used-percent", "x-models-etag");
        assertThat(sink.head.header("X-Codex-Primary-Used-Percent")).contains("37.5");
    }

    @Test
    void cookiesOfTheNetworkComeBackAndOthersDoNot() throws Exception {
        upstream.enqueue(stream()
                .addHeader("set-cookie", "__cf_bm=abc; path=/; HttpOnly")
                .addHeader("set-cookie", "session=mine; path=/")
                .body(Sse.COMPLETED)
                .build());
        upstream.enqueue(stream().body(Sse.COMPLETED).build());
        RecordingSink first = new RecordingSink();
        rig.open(first);
        first.toTheEnd();

        RecordingSink second = new RecordingSink();
        rig.open(second);
        second.toTheEnd();

        assertThat(upstream.takeRequest(5, SECONDS).getHeaders().get("cookie")).isNull();
        assertThat(upstream.takeRequest(5, SECONDS).getHeaders().get("cookie")).isEqualTo("__cf_bm=abc");
    }

    @Test
    void largeRequestIsSentWhole() throws Exception {
        upstream.enqueue(stream().body(Sse.COMPLETED).build());
        String longText = "x".repeat(3_000_000);
        var request = Rig.request("big");
        request.body().put("input", longText);
        RecordingSink sink = new RecordingSink();

        rig.open(request, sink);

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        assertThat(upstream.takeRequest(5, SECONDS).getBody().utf8()).contains(longText);
    }
}
