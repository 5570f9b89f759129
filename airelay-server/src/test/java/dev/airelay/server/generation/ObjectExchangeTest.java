package dev.airelay.server.generation;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.server.GenerationRig;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectExchangeTest {

    private final GenerationRig rig = new GenerationRig();
    private final CountingEncoder encoder = new CountingEncoder();
    private final ObjectExchange exchange = exchange(encoder);
    private final UpstreamSink sink = rig.start(exchange, 1).get(0);

    private ObjectExchange exchange(CountingEncoder... encoders) {
        return new ObjectExchange(
                rig.ctx,
                rig.head(HttpVersion.HTTP_1_1),
                new ObjectsOnly(List.of(encoders)),
                encoders.length,
                TurnPersister.NOTHING);
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    @Test
    void objectIsWrittenWhenTheTurnIsOver() {
        sink.onOpen(OPENED);
        sink.onEvent(event("response.output_text.delta"));
        sink.onBatchEnd();
        sink.onEvent(event("response.completed"));
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        sink.onComplete();

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"events\":2}");
        assertThat(answer.headers().get("Content-Length")).isEqualTo("12");
        assertThat(answer.headers().get("x-airelay-ignored-parameters")).isEqualTo("seed, user");
        assertThat(answer.headers().get("x-airelay-emulated")).isEqualTo("stop");
    }

    @Test
    void objectThatIsCertainEarlyIsWrittenAndStopsTheUpstream() {
        sink.onOpen(OPENED);
        encoder.enough = true;

        sink.onEvent(event("response.output_text.delta"));

        assertThat(HttpMessages.answer(rig.channel).body()).isEqualTo("{\"events\":1}");
        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
    }

    @Test
    void turnThatFailsHasItsStatus() {
        sink.onOpen(OPENED);
        sink.onEvent(event("response.failed"));

        sink.onComplete();

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.errorCode()).isEqualTo("incomplete_stream");
    }

    @Test
    void failureAfterOpeningStillHasItsStatus() {
        sink.onOpen(OPENED);
        sink.onEvent(event("response.output_text.delta"));

        sink.onFailure(GenerationRig.notLoggedIn());

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void clientThatGoesStopsTheUpstreamAndGetsNothing() {
        sink.onOpen(OPENED);

        exchange.onClientGone();
        sink.onComplete();

        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void clientThatGoesAfterTheAnswerStopsNothing() {
        sink.onComplete();
        HttpMessages.answer(rig.channel);

        exchange.onClientGone();

        assertThat(rig.upstreamCalls).isEmpty();
    }

    @Test
    void severalTurnsBecomeOneObjectInTheOrderOfTheirCalls() {
        List<UpstreamSink> sinks = rig.start(exchange(new CountingEncoder(), new CountingEncoder()), 2);
        sinks.get(1).onEvent(event("response.completed"));
        sinks.get(1).onComplete();
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        sinks.get(0).onEvent(event("response.output_text.delta"));
        sinks.get(0).onEvent(event("response.completed"));
        sinks.get(0).onComplete();

        assertThat(HttpMessages.answer(rig.channel).body()).isEqualTo("{\"events\":2}{\"events\":1}");
        assertThat(rig.upstreamCalls).isEmpty();
    }

    @Test
    void oneTurnThatFailsIsTheAnswerAndStopsTheOthers() {
        List<UpstreamSink> sinks =
                rig.start(exchange(new CountingEncoder(), new CountingEncoder(), new CountingEncoder()), 3);
        sinks.get(0).onComplete();

        sinks.get(1).onFailure(GenerationRig.notLoggedIn());
        sinks.get(2).onComplete();

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.channel.<Object>readOutbound()).isNull();
        assertThat(rig.upstreamCalls).containsExactly("cancel 0", "cancel 2");
    }

    @Test
    void clientThatGoesStopsAllCalls() {
        ObjectExchange both = exchange(new CountingEncoder(), new CountingEncoder());
        rig.start(both, 2);

        both.onClientGone();

        assertThat(rig.upstreamCalls).containsExactly("cancel 0", "cancel 1");
    }

    @Test
    void callThatCannotBeOpenedStopsThoseBeforeIt() {
        ObjectExchange both = exchange(new CountingEncoder(), new CountingEncoder());
        GenerationCalls.Call broken = (meter, calling) -> {
            throw new OutOfMemoryError("no room for the request");
        };

        assertThatThrownBy(() -> both.start(List.of((meter, calling) -> rig.call(0), broken), rig.bounds))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(rig.upstreamCalls).containsExactly("cancel 0");
        assertThat(both.ended()).isTrue();
    }

    @Test
    void clientsPaceHoldsForAllCalls() {
        ObjectExchange both = exchange(new CountingEncoder(), new CountingEncoder());
        rig.start(both, 2);

        both.onWritabilityChanged(false);
        both.onWritabilityChanged(true);

        assertThat(rig.upstreamCalls).containsExactly("pause 0", "pause 1", "resume 0", "resume 1");
    }

    /** Gives the encoders out, and joins what they made. */
    private static final class ObjectsOnly implements Reply {

        private final Iterator<? extends ObjectEncoder> encoders;

        ObjectsOnly(List<? extends ObjectEncoder> encoders) {
            this.encoders = encoders.iterator();
        }

        @Override
        public StreamEncoder streamEncoder() {
            throw new UnsupportedOperationException("no stream is asked for");
        }

        @Override
        public ObjectEncoder objectEncoder() {
            return encoders.next();
        }

        @Override
        public byte[] merge(List<byte[]> objects) {
            StringBuilder joined = new StringBuilder();
            objects.forEach(object -> joined.append(new String(object, StandardCharsets.UTF_8)));
            return joined.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Counts events; the turn fails when a failure event was among them. */
    private static final class CountingEncoder implements ObjectEncoder {

        private int events;
        private boolean failed;
        private boolean enough;

        @Override
        public long heldBytes() {
            return 0;
        }

        @Override
        public boolean ended() {
            return enough;
        }

        @Override
        public void accept(UpstreamEvent event) {
            events++;
            failed |= event.type().failure();
        }

        @Override
        public Outcome finish() {
            return failed
                    ? new Outcome.Failed(UpstreamFailure.incompleteStream())
                    : new Outcome.Finished(("{\"events\":" + events + "}").getBytes(StandardCharsets.UTF_8));
        }
    }
}
