package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.traffic.write.LogBacklog;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogBacklogHandlerTest {

    /** A log that is behind for as long as the test says. */
    private static final class TestLog implements LogBacklog {
        private boolean behind;
        private int waitedInVain;

        @Override
        public boolean backlogged() {
            return behind;
        }

        @Override
        public void waitedInVain() {
            waitedInVain++;
        }
    }

    private static final Route PROBE = new Route(
            HttpMethod.GET, "/healthz", Route.BodyKind.NONE, Route.Kind.PROBE, Route.Api.OPENAI, (request, ctx) -> {
                throw new AssertionError("no request gets here: " + Response.empty(204));
            });

    private final TestLog log = new TestLog();
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection,
            connection.responses(),
            new RequestContextHandler(connection, () -> "1", new RouteTable(List.of(PROBE))),
            new LogBacklogHandler(connection, log));

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private List<String> passed() {
        List<String> passed = new ArrayList<>();
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            if (next instanceof HttpRequest request) {
                passed.add(request.uri());
            } else if (next instanceof HttpContent content) {
                passed.add(content.content().toString(StandardCharsets.UTF_8));
                content.release();
            }
        }
        return passed;
    }

    @Test
    void requestPassesAtOnceWhenTheLogKeepsUp() {
        channel.writeInbound(request("POST", "/v1/x"), end("body"));

        assertThat(passed()).containsExactly("/v1/x", "body");
        assertThat(connection.reading()).isTrue();
    }

    @Test
    void requestWaitsUntilTheLogHasCaughtUpAndKeepsItsOrder() {
        log.behind = true;
        channel.writeInbound(request("POST", "/v1/x"), piece("a"), end("b"));
        pass(100);

        assertThat(passed()).isEmpty();
        assertThat(connection.reading()).isFalse();

        log.behind = false;
        pass(LogBacklogHandler.LOOK_EVERY.toMillis());

        assertThat(passed()).containsExactly("/v1/x", "a", "b");
        assertThat(connection.reading()).isTrue();
        assertThat(log.waitedInVain).isZero();
    }

    @Test
    void requestWaitsForASecondAtMost() {
        log.behind = true;
        channel.writeInbound(request("POST", "/v1/x"), end(""));
        for (int waited = 0; waited < 980; waited += 20) {
            pass(20);
        }

        assertThat(passed()).isEmpty();
        pass(20);

        assertThat(passed()).containsExactly("/v1/x", "");
        assertThat(connection.reading()).isTrue();
        assertThat(log.waitedInVain).isEqualTo(1);
    }

    @Test
    void bodyOfARequestThatHasBegunDoesNotWait() {
        channel.writeInbound(request("POST", "/v1/x"));
        log.behind = true;

        channel.writeInbound(piece("a"), end("b"));

        assertThat(passed()).containsExactly("/v1/x", "a", "b");
    }

    @Test
    void probeDoesNotWait() {
        log.behind = true;

        channel.writeInbound(request("GET", "/healthz"), end(""));

        assertThat(passed()).containsExactly("/healthz", "");
        assertThat(connection.reading()).isTrue();
    }

    @Test
    void requestOfAClientThatLeavesIsPassedOn() {
        log.behind = true;
        channel.writeInbound(request("POST", "/v1/x"), end("body"));

        channel.close();
        channel.runPendingTasks();

        assertThat(passed()).containsExactly("/v1/x", "body");
        pass(2_000);
        assertThat(log.waitedInVain).isZero();
    }

    @Test
    void whatIsHeldIsReleasedWithTheHandler() {
        log.behind = true;
        HttpContent body = end("body");
        channel.writeInbound(request("POST", "/v1/x"), body);

        channel.pipeline().remove(LogBacklogHandler.class);

        assertThat(body.refCnt()).isZero();
    }
}
