package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.FAILURE;
import static dev.airelay.backend.call.RecordingSink.FLUSH;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time-outs and the hold-back time, each short where it is to pass and endless where it is not. */
class PatienceWireTest {

    private static final Duration ENDLESS = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(30);

    private RawUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private static void isTimeout(UpstreamFailure failure, String stage) {
        assertThat(failure.status()).isEqualTo(504);
        assertThat(failure.error().code()).isEqualTo("upstream_timeout");
        assertThat(failure.error().message()).contains(stage);
    }

    @Test
    void upstreamThatNeverAnswersTimesOut() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, SHORT, ENDLESS))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();

            isTimeout(sink.awaitFailure(), "did not start to respond");
            assertThat(connection.closedByPeer()).isTrue();
        }
    }

    @Test
    void halfAHeadIsNotAnAnswerYet() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, SHORT, ENDLESS))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Ty");

            isTimeout(sink.awaitFailure(), "did not start to respond");
        }
    }

    @Test
    void streamThatFallsSilentTimesOut() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, ENDLESS, SHORT))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.write(RawUpstream.STREAM_HEAD + "\r\n" + Sse.stream(Sse.CREATED, Sse.DELTA));

            assertThat(sink.toTheEnd()).endsWith(FAILURE).startsWith(OPEN);
            assertThat(sink.failure).isNotNull();
            isTimeout(sink.failure.failure(), "sent nothing for");
            assertThat(connection.closedByPeer()).isTrue();
        }
    }

    @Test
    void streamIsNotSilentWhileCommentsCome() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, ENDLESS, Duration.ofMillis(1000)))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.beginStream();
            for (int i = 0; i < 12; i++) {
                connection.chunk(": still here\n");
                assertThat(connection.silentFor(100)).isTrue();
            }
            connection.chunk(Sse.COMPLETED);

            assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.completed", COMPLETE);
        }
    }

    @Test
    void pausedStreamIsNotSilent() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, ENDLESS, Duration.ofMillis(500)))) {
            RecordingSink sink = new RecordingSink();
            CallHandle call = rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.beginStream();
            connection.chunk(Sse.DELTA);
            sink.until("response.output_text.delta");
            rig.onLoop(call::pause);

            assertThat(connection.silentFor(800))
                    .as("neither closed nor answered")
                    .isTrue();

            rig.onLoop(call::resume);
            connection.chunk(Sse.COMPLETED);
            assertThat(sink.toTheEnd()).containsExactly("response.completed", COMPLETE);
        }
    }

    @Test
    void tlsHandshakeThatNeverEndsTimesOut() throws Exception {
        BackendOptions plain = upstream.options();
        BackendOptions tls =
                Rig.options("https", "127.0.0.1", plain.baseUrl().getPort()).withTimeouts(SHORT, ENDLESS, ENDLESS);
        try (Rig rig = Rig.of(tls)) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();

            isTimeout(sink.awaitFailure(), "did not accept the connection");
            assertThat(connection.closedByPeer()).isTrue();
        }
    }

    @Test
    void credentialsThatNeverComeTimeOut() throws Exception {
        CompletableFuture<Credentials> never = new CompletableFuture<>();
        try (Rig rig = Rig.of(upstream.options().withTimeouts(ENDLESS, SHORT, ENDLESS), () -> never)) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            isTimeout(sink.awaitFailure(), "upstream session");
            assertThat(upstream.nobodyElse()).isTrue();
        }
    }

    @Test
    void heldEventsAreReleasedWhenTheHoldBackTimeIsOver() throws Exception {
        try (Rig rig = Rig.of(upstream.options().withHoldBack(SHORT))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.beginStream();
            connection.chunk(Sse.CREATED);

            assertThat(sink.until(FLUSH)).containsExactly(OPEN, "response.created", FLUSH);

            connection.chunk(Sse.OVERLOADED);
            assertThat(sink.toTheEnd()).containsExactly("response.failed", COMPLETE);
        }
    }

    @Test
    void handshakeEventsAreHeldUntilContentComes() throws Exception {
        try (Rig rig = Rig.of(upstream.options())) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);
            RawUpstream.Connection connection = upstream.accept();
            connection.readRequest();
            connection.beginStream();
            connection.chunk(Sse.stream(Sse.CREATED, Sse.RATE_LIMITS));
            assertThat(connection.silentFor(100)).isTrue();
            assertThat(sink.unread()).isEmpty();

            connection.chunk(Sse.DELTA);

            assertThat(sink.until(FLUSH))
                    .containsExactly(
                            OPEN, "response.created", "codex.rate_limits", "response.output_text.delta", FLUSH);
        }
    }
}
