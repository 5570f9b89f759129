package dev.airelay.server;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.ByteSink;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamExchangeTest {

    private static final String DELTA = "response.output_text.delta";

    private final GenerationRig rig = new GenerationRig();
    private final TypeEncoder encoder = new TypeEncoder();
    private final StreamExchange exchange = new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_1), encoder);

    StreamExchangeTest() {
        exchange.start(sink -> rig.call);
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    private HttpResponse openedHead() {
        exchange.onOpen(OPENED);
        rig.channel.flush();
        return rig.channel.readOutbound();
    }

    @Test
    void nothingIsWrittenBeforeTheUpstreamOpens() {
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        HttpResponse head = openedHead();

        assertThat(head.status().code()).isEqualTo(200);
        assertThat(head.headers().get("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(head.headers().get("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(head.headers().get("x-airelay-ignored-parameters")).isEqualTo("seed, user");
        assertThat(head.headers().get("x-airelay-emulated")).isEqualTo("stop");
    }

    @Test
    void theHeadLeavesWithTheFirstEvents() {
        exchange.onOpen(OPENED);
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        exchange.onEvent(event(DELTA));
        exchange.onBatchEnd();

        assertThat(rig.channel.<Object>readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";");
    }

    @Test
    void theEventsOfOneReadLeaveInOnePiece() {
        openedHead();

        exchange.onEvent(event(DELTA));
        exchange.onEvent(event(DELTA));
        assertThat(rig.writtenPieces()).isEmpty();
        exchange.onBatchEnd();
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";" + DELTA + ";");

        exchange.onBatchEnd();
        assertThat(rig.writtenPieces()).isEmpty();
    }

    @Test
    void theTerminalEventEndsTheAnswerOnceAndTheCallEndsByItself() {
        openedHead();

        exchange.onEvent(event("response.completed"));
        exchange.onComplete();

        assertThat(rig.writtenPieces()).containsExactly("response.completed;", "END");
        assertThat(rig.upstreamTold).isEmpty();
    }

    @Test
    void anAnswerThatEndsEarlyStopsTheUpstream() {
        encoder.endsAt = DELTA;
        openedHead();

        exchange.onEvent(event(DELTA));

        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";", "END");
        assertThat(rig.upstreamTold).containsExactly("cancel");
    }

    @Test
    void aFailureBeforeTheHeadHasItsStatus() {
        exchange.onFailure(GenerationRig.notLoggedIn());

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorCode()).isEqualTo("upstream_auth_missing");
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void aFailureAfterTheHeadIsToldInTheStream() {
        openedHead();
        exchange.onEvent(event(DELTA));

        exchange.onFailure(GenerationRig.notLoggedIn());

        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";failed upstream_auth_missing;", "END");
    }

    @Test
    void aStreamWithoutTerminalEventEndsWithAnError() {
        openedHead();

        exchange.onComplete();

        assertThat(rig.writtenPieces()).containsExactly("failed incomplete_stream;", "END");
    }

    @Test
    void aClientThatGoesStopsTheUpstreamAndNothingMoreIsWritten() {
        openedHead();
        exchange.onEvent(event(DELTA));

        exchange.onClientGone();
        exchange.onClientGone();
        exchange.onBatchEnd();

        assertThat(rig.upstreamTold).containsExactly("cancel");
        assertThat(rig.writtenPieces()).isEmpty();
    }

    @Test
    void aClientThatGoesAfterTheEndStopsNothing() {
        openedHead();
        exchange.onEvent(event("response.completed"));

        exchange.onClientGone();

        assertThat(rig.upstreamTold).isEmpty();
    }

    @Test
    void anOldClientGetsNoChunks() {
        StreamExchange old = new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_0), encoder);
        old.start(sink -> rig.call);
        old.onOpen(OPENED);
        rig.channel.flush();

        HttpResponse head = rig.channel.readOutbound();
        assertThat(head.headers().contains("Transfer-Encoding")).isFalse();
        assertThat(head.headers().contains("Content-Length")).isFalse();
    }

    @Test
    void theUpstreamFollowsTheClientsPaceUntilTheEnd() {
        openedHead();

        exchange.onWritabilityChanged(false);
        exchange.onWritabilityChanged(true);
        assertThat(rig.upstreamTold).containsExactly("pause", "resume");

        exchange.onEvent(event("response.completed"));
        exchange.onWritabilityChanged(false);
        assertThat(rig.upstreamTold).containsExactly("pause", "resume");
    }

    @Test
    void aCallThatFailsBeforeItIsKnownIsCancelled() {
        StreamExchange other = new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_1), encoder);

        other.start(sink -> {
            sink.onFailure(GenerationRig.notLoggedIn());
            return rig.call;
        });

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.upstreamTold).containsExactly("cancel");
    }

    /** Writes the type of each event and ends at a terminal one, or at the one it is told to. */
    private static final class TypeEncoder implements StreamEncoder {

        private String endsAt = "";
        private boolean ended;

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            out.write((event.type().wireName() + ";").getBytes(StandardCharsets.UTF_8));
            ended = event.type().terminal() || event.type().wireName().equals(endsAt);
        }

        @Override
        public void fail(ApiError error, ByteSink out) {
            out.write(("failed " + error.code() + ";").getBytes(StandardCharsets.UTF_8));
            ended = true;
        }

        @Override
        public boolean ended() {
            return ended;
        }
    }
}
