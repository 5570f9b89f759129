package dev.airelay.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
    private static final Measures MEASURES = new Measures(Duration.ofSeconds(2), null, null, 1, 2);

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final RecentRequests recent = new RecentRequests((InstantSource) () -> now);

    @Test
    void showsOnlyWhatHasChanged() {
        RecentRequest first = enter("a");
        enter("b");
        long seen = recent.version();

        first.asks("gpt", "high");

        assertThat(recent.since(0)).hasSize(2);
        assertThat(recent.since(seen)).extracting(RecentRequest.View::model).containsExactly("gpt");
        assertThat(recent.since(recent.version())).isEmpty();
    }

    @Test
    void isBusyUntilTheLastHasEnded() {
        RecentRequest first = enter("a");
        RecentRequest second = enter("b");

        first.ends(200, true, MEASURES, List.of());
        assertThat(recent.busy()).isTrue();
        second.ends(200, true, MEASURES, List.of());
        assertThat(recent.busy()).isFalse();
    }

    @Test
    void keepsThoseInProgressAndTheLastThatEnded() {
        enter("running");
        for (int i = 0; i < RecentRequests.KEPT + 5; i++) {
            enter("agent " + i).ends(200, true, MEASURES, List.of());
        }

        List<RecentRequest.View> kept = recent.since(0);

        assertThat(kept).hasSize(RecentRequests.KEPT + 1);
        assertThat(kept.get(0).userAgent()).isEqualTo("running");
        assertThat(kept.get(1).userAgent()).isEqualTo("agent 5");
        assertThat(recent.clients())
                .hasSize(50)
                .last()
                .extracting(RecentRequests.Client::userAgent)
                .isEqualTo("agent 104");
    }

    @Test
    void reasonThatIsReadLaterReachesTheClient() {
        RecentRequest failing = enter("n8n");
        failing.ends(404, true, MEASURES, List.of());

        failing.answered(null, "model_not_found", "No such model.");

        assertThat(recent.clients())
                .containsExactly(new RecentRequests.Client("n8n", 1, 1, now.toEpochMilli(), true, "No such model."));
        assertThat(recent.since(0).get(0).errorCode()).isEqualTo("model_not_found");
    }

    @Test
    void sumsAreThoseOfTheLastDay() {
        RecentRequest old = enter("a");
        old.ends(200, true, MEASURES, List.of());
        old.answered(new ModelAnswer(null, null, "gpt", new TokenUsage(100, 50, 10, 0, 110)), "", "");
        now = now.plus(Duration.ofHours(23));
        enter("a").ends(500, true, MEASURES, List.of());

        assertThat(recent.sums()).isEqualTo(new RecentRequests.Sums(2, 1, 100, 50, 10));
        now = now.plus(Duration.ofHours(1));
        assertThat(recent.sums()).isEqualTo(new RecentRequests.Sums(1, 1, 0, 0, 0));
    }

    @Test
    void canceledRequestIsNotFailure() {
        enter("a").ends(0, false, MEASURES, List.of());

        assertThat(recent.sums().failed()).isZero();
        assertThat(recent.clients().get(0).lastFailed()).isFalse();
    }

    @Test
    void longTextsAreShortened() {
        RecentRequest entered = enter("x".repeat(5_000));

        entered.failed("code", "y".repeat(5_000));

        RecentRequest.View view = recent.since(0).get(0);
        assertThat(view.userAgent()).hasSizeLessThan(500);
        assertThat(view.errorMessage()).hasSizeLessThan(500);
    }

    private RecentRequest enter(String agent) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/responses");
        head.headers().set("User-Agent", agent);
        return recent.enter(new RequestFacts("id", head, path -> path, Set.of(), "127.0.0.1"), 5);
    }
}
