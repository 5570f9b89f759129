package dev.airelay.server.generation;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.server.GenerationRig;
import dev.airelay.server.HttpMessages;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamExchangeTest {

    private static final String DELTA = "response.output_text.delta";

    private final GenerationRig rig = new GenerationRig();
    private final TypeEncoder encoder = new TypeEncoder();
    private final TypeEncoder second = new TypeEncoder();
    private final StreamExchange exchange =
            new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_1), List.of(encoder), TurnPersister.NOTHING);
    private UpstreamSink sink = rig.start(exchange, 1).get(0);

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    private HttpResponse openedHead() {
        sink.onOpen(OPENED);
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
    void headLeavesWithTheFirstEvents() {
        sink.onOpen(OPENED);
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        sink.onEvent(event(DELTA));
        sink.onBatchEnd();

        assertThat(rig.channel.<Object>readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";");
    }

    @Test
    void eventsOfOneReadLeaveInOnePiece() {
        openedHead();

        sink.onEvent(event(DELTA));
        sink.onEvent(event(DELTA));
        assertThat(rig.writtenPieces()).isEmpty();
        sink.onBatchEnd();
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";" + DELTA + ";");

        sink.onBatchEnd();
        assertThat(rig.writtenPieces()).isEmpty();
    }

    @Test
    void terminalEventEndsTheAnswerOnceAndTheCallEndsByItself() {
        openedHead();

        sink.onEvent(event("response.completed"));
        sink.onComplete();

        assertThat(rig.writtenPieces()).containsExactly("response.completed;", "END");
        assertThat(rig.upstreamCalls).isEmpty();
    }

    @Test
    void answerThatEndsEarlyStopsTheUpstream() {
        encoder.endsAt = DELTA;
        openedHead();

        sink.onEvent(event(DELTA));

        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";", "END");
        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
    }

    @Test
    void failureBeforeTheHeadHasItsStatus() {
        sink.onFailure(GenerationRig.notLoggedIn());

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorCode()).isEqualTo("upstream_auth_missing");
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void failureAfterTheHeadIsReportedInTheStream() {
        openedHead();
        sink.onEvent(event(DELTA));

        sink.onFailure(GenerationRig.notLoggedIn());

        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";failed upstream_auth_missing;", "END");
    }

    @Test
    void streamWithoutTerminalEventEndsWithAnError() {
        openedHead();

        sink.onComplete();

        assertThat(rig.writtenPieces()).containsExactly("failed incomplete_stream;", "END");
    }

    @Test
    void clientThatGoesStopsTheUpstreamAndNothingMoreIsWritten() {
        openedHead();
        sink.onEvent(event(DELTA));

        exchange.onClientGone();
        exchange.onClientGone();
        sink.onBatchEnd();

        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
        assertThat(rig.writtenPieces()).isEmpty();
    }

    @Test
    void clientThatGoesAfterTheEndStopsNothing() {
        openedHead();
        sink.onEvent(event("response.completed"));

        exchange.onClientGone();

        assertThat(rig.upstreamCalls).isEmpty();
    }

    @Test
    void oldClientGetsNoChunks() {
        StreamExchange old =
                new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_0), List.of(encoder), TurnPersister.NOTHING);
        sink = rig.start(old, 1).get(0);
        sink.onOpen(OPENED);
        rig.channel.flush();

        HttpResponse head = rig.channel.readOutbound();
        assertThat(head.headers().contains("Transfer-Encoding")).isFalse();
        assertThat(head.headers().contains("Content-Length")).isFalse();
    }

    @Test
    void upstreamFollowsTheClientsPaceUntilTheEnd() {
        openedHead();

        exchange.onWritabilityChanged(false);
        exchange.onWritabilityChanged(true);
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "resume 0");

        sink.onEvent(event("response.completed"));
        exchange.onWritabilityChanged(false);
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "resume 0");
    }

    @Test
    void callThatFailsBeforeItIsKnownIsCancelled() {
        StreamExchange other =
                new StreamExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_1), List.of(encoder), TurnPersister.NOTHING);

        other.start(
                List.of((meter, early) -> {
                    early.onFailure(GenerationRig.notLoggedIn());
                    return rig.call(0);
                }),
                rig.bounds);

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
    }

    private List<UpstreamSink> startTwo() {
        return rig.start(
                new StreamExchange(
                        rig.ctx, rig.head(HttpVersion.HTTP_1_1), List.of(encoder, second), TurnPersister.NOTHING),
                2);
    }

    @Test
    void headWaitsForAllCallsAndTheEarlyOneIsHeld() {
        List<UpstreamSink> sinks = startTwo();

        sinks.get(1).onOpen(OPENED);
        sinks.get(1).onEvent(event(DELTA));
        sinks.get(1).onBatchEnd();
        assertThat(rig.channel.<Object>readOutbound()).isNull();
        assertThat(rig.upstreamCalls).containsExactly("pause 1");

        sinks.get(0).onOpen(OPENED);
        sinks.get(0).onBatchEnd();
        assertThat(rig.channel.<Object>readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";");
        assertThat(rig.upstreamCalls).startsWith("pause 1").contains("resume 1");
    }

    @Test
    void callThatFailsBeforeAllHaveOpenedHasItsStatusAndStopsTheOthers() {
        List<UpstreamSink> sinks = startTwo();
        sinks.get(0).onOpen(OPENED);
        sinks.get(0).onEvent(event(DELTA));

        sinks.get(1).onFailure(GenerationRig.notLoggedIn());
        sinks.get(0).onEvent(event(DELTA));
        sinks.get(0).onComplete();

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.channel.<Object>readOutbound()).isNull();
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "cancel 0");
    }

    @Test
    void failureEventBeforeAllHaveOpenedHasItsStatusToo() {
        List<UpstreamSink> sinks = startTwo();
        sinks.get(0).onOpen(OPENED);

        sinks.get(0).onEvent(event("response.failed"));

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(502);
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "cancel 1");
    }

    @Test
    void headDoesNotWaitForever() {
        rig.channel.freezeTime();
        List<UpstreamSink> sinks = startTwo();
        sinks.get(0).onOpen(OPENED);
        sinks.get(0).onEvent(event(DELTA));

        rig.channel.advanceTimeBy(5, TimeUnit.SECONDS);
        rig.channel.runScheduledPendingTasks();

        assertThat(rig.channel.<Object>readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";");
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "resume 0");
    }

    @Test
    void streamEndsWithItsLastCallAndEachCallIsStoppedAlone() {
        encoder.endsAt = DELTA;
        List<UpstreamSink> sinks = startTwo();
        sinks.forEach(each -> each.onOpen(OPENED));
        rig.channel.flush();
        rig.channel.<Object>readOutbound();
        rig.upstreamCalls.clear();

        sinks.get(0).onEvent(event(DELTA));
        sinks.get(0).onBatchEnd();
        assertThat(rig.writtenPieces()).containsExactly(DELTA + ";");
        assertThat(rig.upstreamCalls).containsExactly("cancel 0");

        sinks.get(1).onEvent(event("response.completed"));
        sinks.get(1).onComplete();
        assertThat(rig.writtenPieces()).containsExactly("response.completed;", "END");
    }

    @Test
    void heldCallStaysHeldAtAnyPaceOfTheClient() {
        StreamExchange both = new StreamExchange(
                rig.ctx, rig.head(HttpVersion.HTTP_1_1), List.of(encoder, second), TurnPersister.NOTHING);
        List<UpstreamSink> sinks = rig.start(both, 2);
        sinks.get(0).onOpen(OPENED);

        both.onWritabilityChanged(false);
        both.onWritabilityChanged(true);
        assertThat(rig.upstreamCalls).containsExactly("pause 0", "pause 0", "pause 1", "resume 1");

        both.onWritabilityChanged(false);
        rig.upstreamCalls.clear();
        sinks.get(1).onOpen(OPENED);
        assertThat(rig.upstreamCalls).as("the client takes nothing now").isEmpty();
        both.onWritabilityChanged(true);
        assertThat(rig.upstreamCalls).containsExactly("resume 0", "resume 1");
    }

    /** Writes the type of each event and ends at a terminal one, or at a given one. */
    private static final class TypeEncoder implements StreamEncoder {

        private String endsAt = "";
        private boolean ended;

        @Override
        public void accept(UpstreamEvent event, ByteSink out) {
            out.write((event.type().wireName() + ";").getBytes(StandardCharsets.UTF_8));
            ended = event.type().terminal() || event.type().wireName().equals(endsAt);
        }

        @Override
        public void fail(UpstreamFailure failure, ByteSink out) {
            out.write(("failed " + failure.error().code() + ";").getBytes(StandardCharsets.UTF_8));
            ended = true;
        }

        @Override
        public long heldBytes() {
            return 0;
        }

        @Override
        public boolean ended() {
            return ended;
        }
    }
}
