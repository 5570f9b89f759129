package dev.airelay.server;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectExchangeTest {

    private final GenerationRig rig = new GenerationRig();
    private final CountingEncoder encoder = new CountingEncoder();
    private final ObjectExchange exchange = new ObjectExchange(rig.ctx, rig.head(HttpVersion.HTTP_1_1), encoder);

    ObjectExchangeTest() {
        exchange.start(sink -> rig.call);
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    @Test
    void theObjectIsWrittenWhenTheTurnIsOver() {
        exchange.onOpen(OPENED);
        exchange.onEvent(event("response.output_text.delta"));
        exchange.onBatchEnd();
        exchange.onEvent(event("response.completed"));
        assertThat(rig.channel.<Object>readOutbound()).isNull();

        exchange.onComplete();

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"events\":2}");
        assertThat(answer.headers().get("Content-Length")).isEqualTo("12");
        assertThat(answer.headers().get("x-airelay-ignored-parameters")).isEqualTo("seed, user");
        assertThat(answer.headers().get("x-airelay-emulated")).isEqualTo("stop");
    }

    @Test
    void anObjectThatIsCertainEarlyIsWrittenAndStopsTheUpstream() {
        exchange.onOpen(OPENED);
        encoder.enough = true;

        exchange.onEvent(event("response.output_text.delta"));

        assertThat(HttpMessages.answer(rig.channel).body()).isEqualTo("{\"events\":1}");
        assertThat(rig.upstreamTold).containsExactly("cancel");
    }

    @Test
    void aTurnThatFailsHasItsStatus() {
        exchange.onOpen(OPENED);
        exchange.onEvent(event("response.failed"));

        exchange.onComplete();

        HttpMessages.Seen answer = HttpMessages.answer(rig.channel);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.errorCode()).isEqualTo("incomplete_stream");
    }

    @Test
    void aFailureAfterOpeningStillHasItsStatus() {
        exchange.onOpen(OPENED);
        exchange.onEvent(event("response.output_text.delta"));

        exchange.onFailure(GenerationRig.notLoggedIn());

        assertThat(HttpMessages.answer(rig.channel).status()).isEqualTo(503);
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void aClientThatGoesStopsTheUpstreamAndGetsNothing() {
        exchange.onOpen(OPENED);

        exchange.onClientGone();
        exchange.onComplete();

        assertThat(rig.upstreamTold).containsExactly("cancel");
        assertThat(rig.channel.<Object>readOutbound()).isNull();
    }

    @Test
    void aClientThatGoesAfterTheAnswerStopsNothing() {
        exchange.onComplete();
        HttpMessages.answer(rig.channel);

        exchange.onClientGone();

        assertThat(rig.upstreamTold).isEmpty();
    }

    /** Counts events; the turn fails when a failure event was among them. */
    private static final class CountingEncoder implements ObjectEncoder {

        private int events;
        private boolean failed;
        private boolean enough;

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
