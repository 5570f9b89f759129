package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static dev.airelay.backend.call.RecordingSink.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.event.UpstreamEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancellation at every stage: the upstream sees the connection go, the sink hears nothing. */
class CancellationWireTest {

    private RawUpstream upstream;
    private Rig rig;
    private final RecordingSink sink = new RecordingSink();

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

    /** Lets everything that is under way on the loop come to an end, then checks that the sink was left alone. */
    private void nothingMoreIsHeard() throws Exception {
        rig.onLoop(() -> {});
        rig.onLoop(() -> {});
        assertThat(sink.unread()).isEmpty();
    }

    @Test
    void beforeAnythingHasBegun() throws Exception {
        rig.onLoop(() -> rig.start(Rig.request("c"), sink).cancel());

        nothingMoreIsHeard();
        assertThat(upstream.nobodyElse()).isTrue();
    }

    @Test
    void whileCredentialsAreAwaited() throws Exception {
        rig.close();
        CompletableFuture<Credentials> credentials = new CompletableFuture<>();
        rig = Rig.of(upstream.options(), () -> credentials);
        CallHandle call = rig.open(sink);
        rig.onLoop(() -> {});

        rig.onLoop(call::cancel);
        credentials.complete(Rig.CREDENTIALS);

        nothingMoreIsHeard();
        assertThat(upstream.nobodyElse()).isTrue();
    }

    @Test
    void whileConnecting() throws Exception {
        BackendOptions tls =
                Rig.options("https", "127.0.0.1", upstream.options().baseUrl().getPort());
        rig.close();
        rig = Rig.of(tls);
        CallHandle call = rig.open(sink);
        RawUpstream.Connection handshaking = upstream.accept();

        rig.onLoop(call::cancel);

        assertThat(handshaking.closedByPeer()).isTrue();
        nothingMoreIsHeard();
    }

    @Test
    void whileTheRequestIsBeingWritten() throws Exception {
        var request = Rig.request("c");
        request.body().put("input", "x".repeat(30_000_000));
        CallHandle call = rig.open(request, sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readHead();

        rig.onLoop(call::cancel);

        assertThat(connection.closedByPeer()).isTrue();
        nothingMoreIsHeard();
    }

    @Test
    void whileTheAnswerIsAwaited() throws Exception {
        CallHandle call = rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();

        rig.onLoop(call::cancel);

        assertThat(connection.closedByPeer()).isTrue();
        nothingMoreIsHeard();
    }

    @Test
    void whileEventsAreHeldBack() throws Exception {
        CallHandle call = rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.CREATED);

        rig.onLoop(call::cancel);

        assertThat(connection.closedByPeer()).isTrue();
        nothingMoreIsHeard();
    }

    @Test
    void whileStreaming() throws Exception {
        CallHandle call = rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.DELTA);
        sink.until(RecordingSink.FLUSH);

        rig.onLoop(call::cancel);
        rig.onLoop(call::cancel);

        assertThat(connection.closedByPeer()).isTrue();
        nothingMoreIsHeard();
    }

    @Test
    void fromInsideACallback() throws Exception {
        AtomicReference<CallHandle> call = new AtomicReference<>();
        RecordingSink cancelling = new RecordingSink() {
            @Override
            public void onEvent(UpstreamEvent event) {
                super.onEvent(event);
                call.get().cancel();
            }
        };
        call.set(rig.open(cancelling));
        RawUpstream.Connection connection = upstream.accept();
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.stream(Sse.CREATED, Sse.DELTA, Sse.DELTA, Sse.COMPLETED));

        assertThat(connection.closedByPeer()).isTrue();
        rig.onLoop(() -> {});
        assertThat(cancelling.unread()).containsExactly(OPEN, "response.created");
    }

    @Test
    void afterTheEndItDoesNotTouchTheConnection() throws Exception {
        CallHandle first = rig.open(sink);
        RawUpstream.Connection connection = upstream.accept();
        answer(connection);
        assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        RecordingSink second = new RecordingSink();
        rig.onLoop(() -> {});
        rig.open(second);
        connection.readRequest();

        rig.onLoop(first::cancel);
        rig.onLoop(first::pause);
        connection.beginStream();
        connection.chunk(Sse.COMPLETED);

        assertThat(second.toTheEnd()).endsWith(COMPLETE);
    }

    private static void answer(RawUpstream.Connection connection) throws IOException {
        connection.readRequest();
        connection.beginStream();
        connection.chunk(Sse.COMPLETED);
        connection.endStream();
    }
}
