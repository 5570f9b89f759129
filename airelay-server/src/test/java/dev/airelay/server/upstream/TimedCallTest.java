package dev.airelay.server.upstream;

import static dev.airelay.server.GenerationRig.OPENED;
import static dev.airelay.server.GenerationRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.GenerationRig;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedCallTest {

    private final GenerationRig rig = new GenerationRig();
    private final List<UpstreamSink> opened = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void freeze() {
        rig.channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        rig.channel.finishAndReleaseAll();
    }

    private CallHandle open(Duration limit) {
        CallOpener opener = sink -> {
            opened.add(sink);
            return rig.call(0);
        };
        return TimedCall.open(rig.ctx, opener, limit, new Hearing());
    }

    private void pass(long seconds) {
        rig.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        rig.channel.runScheduledPendingTasks();
    }

    @Test
    void aCallThatTakesTooLongIsCancelledAndFailsOnce() {
        open(Duration.ofSeconds(60));
        opened.get(0).onOpen(OPENED);
        pass(59);
        opened.get(0).onEvent(event("response.created"));
        pass(1);
        opened.get(0).onEvent(event("response.completed"));
        opened.get(0).onComplete();

        assertThat(heard).containsExactly("open", "response.created", "failed 504 upstream_timeout");
        assertThat(rig.upstreamTold).containsExactly("cancel 0");
    }

    @Test
    void aCallThatIsOverIsNotTimedAnyMore() {
        open(Duration.ofSeconds(60));
        opened.get(0).onComplete();
        pass(60);

        assertThat(heard).containsExactly("complete");
        assertThat(rig.upstreamTold).isEmpty();
    }

    @Test
    void aCallThatCannotBeOpenedIsNotTimed() {
        CallOpener broken = sink -> {
            throw new IllegalStateException("closed");
        };

        assertThatThrownBy(() -> TimedCall.open(rig.ctx, broken, Duration.ofSeconds(60), new Hearing()))
                .isInstanceOf(IllegalStateException.class);
        pass(60);

        assertThat(heard).isEmpty();
    }

    @Test
    void aCancelledCallHearsNothingMore() {
        open(Duration.ofSeconds(60)).cancel();
        pass(60);

        assertThat(heard).isEmpty();
        assertThat(rig.upstreamTold).containsExactly("cancel 0");
    }

    @Test
    void zeroIsWithoutLimit() {
        open(Duration.ZERO);
        pass(1_000_000);

        assertThat(heard).isEmpty();
    }

    private final class Hearing implements UpstreamSink {

        @Override
        public void onOpen(UpstreamHead head) {
            heard.add("open");
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            heard.add(event.type().wireName());
        }

        @Override
        public void onHeld(long bytes) {
            // Of no interest here.
        }

        @Override
        public void onBatchEnd() {
            heard.add("batch");
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }

        @Override
        public void onFailure(UpstreamException failure) {
            heard.add("failed " + failure.failure().status() + " "
                    + failure.failure().error().code());
        }
    }
}
