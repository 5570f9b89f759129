package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Sse;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** One client on several loops at once: every answer reaches its own call, on its own loop. */
class ManyCallsWireTest {

    private static final int CALLS_PER_LOOP = 60;

    @Test
    void answersAreNotMixedUp() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        MockWebServer upstream = new MockWebServer();
        upstream.setDispatcher(new Echo());
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        try (CodexClient client = new CodexClient(
                Rig.options("http", "127.0.0.1", upstream.getPort()),
                () -> CompletableFuture.completedStage(Rig.CREDENTIALS),
                InstantSource.system(),
                Runnable::run)) {
            List<RecordingSink> sinks = new ArrayList<>();
            for (int i = 0; i < 2 * CALLS_PER_LOOP; i++) {
                EventLoop loop = loops.next();
                RecordingSink sink = new RecordingSink();
                String session = "conversation-" + i;
                sinks.add(sink);
                loop.execute(() ->
                        client.open(loop, () -> Rig.request(session), CallPlan.once(AnswerMeter.UNLIMITED), sink));
            }

            for (int i = 0; i < sinks.size(); i++) {
                assertThat(sinks.get(i).toTheEnd()).endsWith(COMPLETE);
                assertThat(sinks.get(i).bodies.get(1)).contains("\"conversation-" + i + "\"");
            }
        } finally {
            loops.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly(10, SECONDS);
            upstream.close();
        }
    }

    /** Says the request's conversation as its text. */
    private static final class Echo extends Dispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String session = String.valueOf(request.getHeaders().get("session-id"));
            return new MockResponse.Builder()
                    .setHeader("content-type", "text/event-stream")
                    .chunkedBody(Sse.stream(Sse.CREATED, Sse.DELTA.replace("Grüße", session), Sse.COMPLETED), 64)
                    .build();
        }
    }
}
