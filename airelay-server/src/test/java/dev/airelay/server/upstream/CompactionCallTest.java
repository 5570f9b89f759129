package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamObject;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** A compaction by the route, and by a trigger where the route is missing. */
class CompactionCallTest {

    private static final String COMPACTION =
            "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"compaction\",\"encrypted_content\":\"x\"}}";
    private static final String COMPLETED =
            "{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":7}}}";

    private final List<String> calls = new ArrayList<>();
    private final List<UpstreamSink> byRoute = new ArrayList<>();
    private final List<UpstreamSink> byTrigger = new ArrayList<>();
    private final Receiving client = new Receiving();
    private long now;
    private final OptionalRoute route = new OptionalRoute(() -> now, InstantSource.system());

    /** The client, which records what it receives. */
    private static final class Receiving implements UpstreamSink {
        private final List<ObjectNode> objects = new ArrayList<>();
        private final List<UpstreamFailure> failures = new ArrayList<>();

        @Override
        public boolean onObject(UpstreamObject object, ObjectNode json) {
            return objects.add(json);
        }

        @Override
        public void onFailure(UpstreamException failure) {
            failures.add(failure.failure());
        }
    }

    private CallHandle handle(String name) {
        return new CallHandle() {
            @Override
            public void cancel() {
                calls.add(name + " cancel");
            }

            @Override
            public void pause() {
                calls.add(name + " pause");
            }

            @Override
            public void resume() {
                calls.add(name + " resume");
            }
        };
    }

    private CallHandle start() {
        return new CompactionCall(
                        route,
                        client,
                        sink -> {
                            byRoute.add(sink);
                            return handle("route");
                        },
                        sink -> {
                            byTrigger.add(sink);
                            return handle("trigger");
                        })
                .start();
    }

    private static UpstreamException failure(UpstreamFailure.Kind kind, String code) {
        return new UpstreamException(new UpstreamFailure(
                kind, 404, new ApiError("m", ApiError.INVALID_REQUEST, null, code), Optional.empty()));
    }

    private void missRoute() {
        byRoute.get(byRoute.size() - 1).onFailure(failure(UpstreamFailure.Kind.CLIENT, UpstreamFailure.ROUTE_MISSING));
    }

    private static void play(UpstreamSink sink, String... events) {
        sink.onOpen(new UpstreamHead(Map.of()));
        for (String event : events) {
            sink.onEvent(
                    UpstreamEvent.parse(event.getBytes(StandardCharsets.UTF_8)).orElseThrow());
        }
        sink.onComplete();
    }

    @Test
    void triggeredCompactionHasTheFormOfTheRoutes() {
        start();
        missRoute();

        play(byTrigger.get(0), COMPACTION, COMPLETED);

        assertThat(client.failures).isEmpty();
        assertThat(client.objects).hasSize(1);
        assertThat(client.objects.get(0).toString())
                .isEqualTo("{\"output\":[{\"type\":\"compaction\",\"encrypted_content\":\"x\"}],"
                        + "\"usage\":{\"input_tokens\":7}}");
    }

    @Test
    void missingRouteIsRememberedForAWhile() {
        start();
        missRoute();
        play(byTrigger.get(0), COMPACTION, COMPLETED);

        start();
        assertThat(byRoute).hasSize(1);
        assertThat(byTrigger).hasSize(2);

        now = OptionalRoute.REMEMBERED.toNanos();
        start();
        assertThat(byRoute).hasSize(2);
    }

    @Test
    void refusedTriggerHasTheRouteTriedAgain() {
        start();
        missRoute();
        byTrigger.get(0).onFailure(failure(UpstreamFailure.Kind.CLIENT, "invalid_value"));

        start();

        assertThat(client.failures).hasSize(1);
        assertThat(byRoute).hasSize(2);
    }

    @Test
    void triggerThatIsRefusedInsteadOfTheRouteIsMadeUpForAtOnce() {
        start();
        missRoute();
        play(byTrigger.get(0), COMPACTION, COMPLETED);

        start();
        byTrigger.get(1).onFailure(failure(UpstreamFailure.Kind.CLIENT, "invalid_value"));
        assertThat(client.failures).isEmpty();
        assertThat(byRoute).hasSize(2);

        missRoute();
        assertThat(client.failures)
                .extracting(refusal -> refusal.error().code())
                .containsExactly("invalid_value");
        assertThat(byTrigger).as("not once more").hasSize(2);
    }

    @Test
    void outageSaysNothingOfTheRoute() {
        start();
        missRoute();
        byTrigger.get(0).onFailure(failure(UpstreamFailure.Kind.SERVER, "server_error"));

        start();

        assertThat(byRoute).hasSize(1);
    }

    @Test
    void otherFailureOfTheRouteIsTheClients() {
        start();

        byRoute.get(0).onFailure(failure(UpstreamFailure.Kind.CLIENT, "invalid_value"));

        assertThat(client.failures).hasSize(1);
        assertThat(byTrigger).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            0 | {"type":"response.completed","response":{}}                                     | 0 compactions
            2 | {"type":"response.completed","response":{}}                                     | 2 compactions
            1 | {"type":"response.incomplete","response":{}}                                    | before it was complete
            1 | {"type":"response.failed","response":{"error":{"code":"c","message":"why"}}}    | why
            0 | {"type":"error","error":{"code":"c","message":"why"}}                           | why
            """)
    void anythingElseThanOneCompactionIsAFailure(int compactions, String end, String message) {
        start();
        missRoute();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < compactions; i++) {
            events.add(COMPACTION);
        }
        events.add(end);

        play(byTrigger.get(0), events.toArray(String[]::new));

        assertThat(client.objects).isEmpty();
        assertThat(client.failures).hasSize(1);
        assertThat(client.failures.get(0).error().message()).contains(message);
    }

    @Test
    void clientStopsTheCallInProgress() {
        CallHandle call = start();
        call.pause();
        missRoute();
        call.resume();
        call.cancel();

        assertThat(calls).containsExactly("route pause", "trigger pause", "trigger resume", "trigger cancel");
    }
}
