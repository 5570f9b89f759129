package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.FAILURE;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.InetAddress;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are none, over real sockets. */
class RefusalWireTest {

    private final MockWebServer upstream = new MockWebServer();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()));
    }

    @AfterEach
    void stop() {
        rig.close();
        upstream.close();
    }

    private UpstreamFailure failureOf(MockResponse response) throws Exception {
        upstream.enqueue(response);
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        UpstreamFailure failure = sink.awaitFailure();
        assertThat(sink.head).as("head shown before the failure").isNull();
        return failure;
    }

    private static MockResponse.Builder json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("content-type", "application/json")
                .body(body);
    }

    private static MockResponse.Builder stream(String... events) {
        return new MockResponse.Builder()
                .setHeader("content-type", "text/event-stream")
                .body(Sse.stream(events));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"detail":"Unsupported parameter: top_p"}                                    | 400 | CLIENT
            400 | {"error":{"message":"m","type":"invalid_request_error","code":"invalid_value"}} | 400 | CLIENT
            429 | {"error":{"type":"usage_limit_reached","message":"The usage limit has been reached"}} | 429 | LIMIT
            404 | {"error":{"type":"usage_limit_reached","message":"The usage limit has been reached"}} | 429 | LIMIT
            500 | {"error":{"message":"boom"}}                                                 | 502 | SERVER
            503 | {"error":{"code":"server_is_overloaded","message":"busy"}}                   | 503 | SERVER
            """)
    void refusalKeepsItsMeaning(int status, String body, int shown, UpstreamFailure.Kind kind) throws Exception {
        UpstreamFailure failure = failureOf(json(status, body).build());

        assertThat(failure.status()).isEqualTo(shown);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void limitsAreReadableFromARefusal() throws Exception {
        upstream.enqueue(
                json(429, "{}").setHeader("x-codex-primary-used-percent", "100").build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);
        sink.awaitFailure();

        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.head()).isPresent();
        assertThat(sink.failure.head().get().header("x-codex-primary-used-percent"))
                .contains("100");
    }

    @Test
    void rejectedLoginIsNotTheClientsFault() throws Exception {
        UpstreamFailure failure =
                failureOf(json(401, "{\"detail\":\"Unauthorized\"}").build());

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().type()).isEqualTo("upstream_auth_error");
        assertThat(failure.error().code()).isEqualTo("upstream_auth_rejected");
        assertThat(failure.error().message()).contains("airelay login").doesNotContain("the-access-token");
    }

    @Test
    void pageInsteadOfAStreamIsABadGatewayWithoutItsText() throws Exception {
        UpstreamFailure failure = failureOf(new MockResponse.Builder()
                .setHeader("content-type", "text/html; charset=utf-8")
                .body("<html><body>Just a moment</body></html>")
                .build());

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().message()).contains("text/html").doesNotContain("Just a moment");
    }

    @Test
    void redirectIsNotFollowedAndItsTargetNamedWithoutQuery() throws Exception {
        UpstreamFailure failure = failureOf(new MockResponse.Builder()
                .code(302)
                .setHeader("location", "https://login.example/sign-in?token=secret")
                .build());

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().message())
                .contains("302")
                .contains("https://login.example/sign-in")
                .doesNotContain("secret");
    }

    @Test
    void refusalLargerThanTheLimitIsStillAnswered() throws Exception {
        UpstreamFailure failure = failureOf(new MockResponse.Builder()
                .code(502)
                .setHeader("content-type", "text/plain")
                .body("x".repeat(1_000_000))
                .build());

        assertThat(failure.status()).isEqualTo(502);
    }

    @Test
    void refusalWhoseBodyIsCutIsStillAnswered() throws Exception {
        UpstreamFailure failure = failureOf(json(503, "x".repeat(5000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure.status()).isIn(502, 503);
        assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.SERVER);
    }

    @Test
    void refusalIsReadToItsEndSoThatTheConnectionLives() throws Exception {
        failureOf(json(400, "{\"detail\":\"no\"}").build());
        upstream.enqueue(stream(Sse.COMPLETED).build());
        RecordingSink second = new RecordingSink();

        rig.open(second);

        assertThat(second.toTheEnd()).endsWith(COMPLETE);
        upstream.takeRequest(5, SECONDS);
        assertThat(upstream.takeRequest(5, SECONDS).getConnectionIndex()).isZero();
    }

    @Test
    void failureEventBeforeContentIsATrueStatus() throws Exception {
        UpstreamFailure failure =
                failureOf(stream(Sse.CREATED, Sse.RATE_LIMITS, Sse.OVERLOADED).build());

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().code()).isEqualTo("server_is_overloaded");
    }

    @Test
    void limitEventBeforeContentIsALimit() throws Exception {
        UpstreamFailure failure =
                failureOf(stream(Sse.CREATED, Sse.LIMIT_REACHED).build());

        assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.LIMIT);
        assertThat(failure.status()).isEqualTo(429);
    }

    @Test
    void failureEventAfterContentIsAnEventLikeAnyOther() throws Exception {
        upstream.enqueue(stream(Sse.CREATED, Sse.DELTA, Sse.OVERLOADED).build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.toTheEnd())
                .containsExactly(OPEN, "response.created", "response.output_text.delta", "response.failed", COMPLETE);
    }

    @Test
    void streamWithoutTerminalEventIsIncomplete() throws Exception {
        upstream.enqueue(stream(Sse.CREATED, Sse.DELTA).build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.created", "response.output_text.delta", FAILURE);
        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.failure()).isEqualTo(UpstreamFailure.incompleteStream());
    }

    @Test
    void emptyStreamIsIncomplete() throws Exception {
        UpstreamFailure failure = failureOf(stream().build());

        assertThat(failure.error().code()).isEqualTo("incomplete_stream");
    }

    @Test
    void disconnectBeforeTheHeadIsABadGateway() throws Exception {
        UpstreamFailure failure = failureOf(
                stream().onResponseStart(new SocketEffect.CloseSocket()).build());

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().message()).contains("127.0.0.1:" + upstream.getPort());
    }

    @Test
    void disconnectInsideTheStreamEndsItWithAFailure() throws Exception {
        String events = Sse.stream(Sse.CREATED, Sse.DELTA) + Sse.DELTA.repeat(100);
        upstream.enqueue(
                stream(events).onResponseBody(new SocketEffect.CloseSocket()).build());
        RecordingSink sink = new RecordingSink();

        rig.open(sink);

        assertThat(sink.toTheEnd()).startsWith(OPEN).endsWith(FAILURE).doesNotContain(COMPLETE);
    }
}
