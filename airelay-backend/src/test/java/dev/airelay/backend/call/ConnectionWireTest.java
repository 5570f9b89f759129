package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.FAILURE;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.Sse;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Events in the life of a connection, byte by byte. */
class ConnectionWireTest {

    private RawUpstream upstream;
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
        rig = Rig.of(upstream.options());
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
        upstream.close();
    }

    /** Has one call answered well and returns its connection, which rests in the pool afterwards. */
    private RawUpstream.Connection pooled() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        answer(connection);
        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        rig.onLoop(() -> {});
        return connection;
    }

    private static void answer(RawUpstream.Connection connection) throws IOException {
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED);
        connection.endStream();
    }

    @Test
    void everySingleByteMayComeAlone() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();

        String answer = RawUpstream.STREAM_HEAD + "Connection: close\r\n\r\n" + ": hello\r\n\r\n"
                + Sse.stream(Sse.CREATED, Sse.DELTA, Sse.COMPLETED).replace("\n", "\r\n");
        for (byte b : answer.getBytes(StandardCharsets.UTF_8)) {
            connection.write(new byte[] {b});
        }

        assertThat(sink.toTheEnd())
                .containsExactly(
                        OPEN, "response.created", "response.output_text.delta", "response.completed", COMPLETE);
        assertThat(sink.bodies.get(1)).contains("Grüße");
    }

    @Test
    void terminalEventCompletesTheCallThoughTheResponseIsNotOver() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED);

        assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.completed", COMPLETE);
    }

    @Test
    void lastEventWithoutItsBlankLineCountsWhenItIsWhole() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED.strip());
        connection.endStream();

        assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.completed", COMPLETE);
    }

    @Test
    void lastEventThatIsCutDoesNotCount() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED.strip().replace("}}", ""));
        connection.endStream();

        assertThat(sink.awaitFailure()).isEqualTo(UpstreamFailure.incompleteStream());
    }

    @Test
    void dataThatIsNotAnEventIsPassedOver() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk("data: [DONE]\n\ndata: 17\n\nevent: keepalive\ndata: {}\n\n" + Sse.COMPLETED);

        assertThat(sink.toTheEnd()).containsExactly(OPEN, "response.completed", COMPLETE);
    }

    @Test
    void bodyWithoutLengthEndsWithTheConnection() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.write(RawUpstream.STREAM_HEAD + "\r\n" + Sse.stream(Sse.CREATED, Sse.DELTA));
        connection.close();

        assertThat(sink.toTheEnd()).endsWith(FAILURE);
        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.failure().error().code()).isEqualTo("incomplete_stream");
    }

    @Test
    void chunkedBodyWithoutItsEndIsIncomplete() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.stream(Sse.CREATED, Sse.DELTA));
        connection.close();

        assertThat(sink.toTheEnd()).endsWith(FAILURE);
        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.failure()).isEqualTo(UpstreamFailure.incompleteStream());
    }

    @Test
    void resetInsideTheStreamIsAFailure() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.stream(Sse.CREATED, Sse.DELTA));
        sink.until("response.output_text.delta");
        connection.reset();

        assertThat(sink.toTheEnd()).containsExactly(FAILURE);
        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.failure().status()).isEqualTo(502);
    }

    @Test
    void whatIsNotHttpIsABadGateway() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");

        assertThat(sink.awaitFailure().error().message()).contains("sent an invalid HTTP response");
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void eventBeyondTheLimitIsAFailureAndTheConnectionIsClosed() throws Exception {
        rig.close();
        rig = Rig.of(upstream.options().withMaxEventBytes(2000));
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk("data: " + "x".repeat(3000));

        assertThat(sink.awaitFailure().error().code()).isEqualTo("event_too_large");
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void pooledConnectionClosedByTheUpstreamIsNotUsedAgain() throws Exception {
        pooled().close();

        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        answer(upstream.accept());

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
    }

    @Test
    void requestOnAPooledConnectionThatDiesUnderItIsSentOnceMore() throws Exception {
        RawUpstream.Connection first = pooled();
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        first.readRequest();
        first.close();

        answer(upstream.accept());

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
    }

    @Test
    void secondConnectionThatDiesIsAFailure() throws Exception {
        RawUpstream.Connection first = pooled();
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        first.readRequest();
        first.reset();
        RawUpstream.Connection second = upstream.accept();
        second.readRequest();
        second.reset();

        assertThat(sink.awaitFailure().status()).isEqualTo(502);
        assertThat(upstream.nobodyElse()).isTrue();
    }

    @Test
    void requestIsNotRepeatedOnceAByteOfTheAnswerHasCome() throws Exception {
        RawUpstream.Connection first = pooled();
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        first.readRequest();
        first.write("HTTP/1.1 2");
        first.close();

        assertThat(sink.awaitFailure().status()).isEqualTo(502);
        assertThat(upstream.nobodyElse()).isTrue();
    }

    @Test
    void requestOnAFreshConnectionIsNotRepeated() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection only = upstream.accept();
        only.readRequest();
        only.close();

        assertThat(sink.awaitFailure().status()).isEqualTo(502);
        assertThat(upstream.nobodyElse()).isTrue();
    }

    @Test
    void bytesBehindAnAnswerAreNotTakenForTheNextOne() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.write(RawUpstream.STREAM_HEAD + "Content-Length: " + Sse.COMPLETED.length() + "\r\n\r\n"
                + Sse.COMPLETED + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void connectionOlderThanItsLifetimeIsClosed() throws Exception {
        rig.close();
        rig = Rig.of(upstream.options().withKeepAlive(1, Duration.ofMillis(20)));

        assertThat(pooled().closedByPeer()).isTrue();
    }

    @Test
    void connectionIsClosedAfterUseWhenNoneMayRest() throws Exception {
        rig.close();
        rig = Rig.of(upstream.options().withKeepAlive(0, Duration.ofSeconds(30)));

        assertThat(pooled().closedByPeer()).isTrue();
    }

    @Test
    void closingTheClientClosesRestingConnections() throws Exception {
        RawUpstream.Connection connection = pooled();

        rig.client.close();

        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void callInProgressOutlivesTheClientsCloseButItsConnectionDoesNot() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();

        rig.client.close();
        answer(connection);

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void responseThatContinuesAfterItsTerminalEventIsNotReadToTheEnd() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED);

        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        assertThat(connection.closedByPeer()).isTrue();
    }

    @RepeatedTest(3)
    void refusalIsReadThoughTheRequestWasNotReadToItsEnd() throws Exception {
        var request = Rig.request("large");
        request.body().put("input", "x".repeat(20_000_000));
        RecordingSink sink = new RecordingSink();
        rig.open(request, sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readHead();
        connection.write(
                "HTTP/1.1 413 Content Too Large\r\nX-Request-Id: req-7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        connection.close();

        sink.awaitFailure();
        assertThat(sink.failure).isNotNull();
        assertThat(sink.failure.head())
                .hasValueSatisfying(
                        head -> assertThat(head.header("x-request-id")).contains("req-7"));
    }

    @Test
    void failingSinkIsNotifiedAndTheConnectionIsClosed() throws Exception {
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onEvent(UpstreamEvent event) {
                throw new IllegalStateException("the sink's own mistake");
            }
        };
        rig.open(failing);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.DELTA);

        assertThat(failing.awaitFailure().status()).isEqualTo(500);
        assertThat(connection.closedByPeer()).isTrue();
    }

    @Test
    void sinkThatFailsAfterTheHoldBackIsNotifiedAndTheConnectionIsClosed() throws Exception {
        rig.close();
        rig = Rig.of(upstream.options().withHoldBack(Duration.ofMillis(50)));
        RecordingSink failing = new RecordingSink() {
            @Override
            public void onOpen(UpstreamHead opened) {
                throw new IllegalStateException("the sink's own mistake");
            }
        };
        rig.open(failing);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.CREATED);

        assertThat(failing.awaitFailure().status()).isEqualTo(500);
        assertThat(connection.closedByPeer()).isTrue();
    }
}
