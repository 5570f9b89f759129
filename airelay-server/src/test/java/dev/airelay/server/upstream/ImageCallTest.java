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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An image by the route, and by the tool where the route does not help. */
class ImageCallTest {

    private static final UpstreamHead HEAD = new UpstreamHead(Map.of());

    private final List<String> calls = new ArrayList<>();
    private final List<UpstreamSink> byRoute = new ArrayList<>();
    private final List<UpstreamSink> byTool = new ArrayList<>();
    private final Receiving client = new Receiving();
    private long now;
    private final OptionalRoute route = new OptionalRoute(() -> now, InstantSource.system());

    /** The client, which records what it receives. */
    private static final class Receiving implements UpstreamSink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void onOpen(UpstreamHead head) {
            seen.add("open");
        }

        @Override
        public void onEvent(UpstreamEvent event) {
            seen.add(new String(event.json(), StandardCharsets.UTF_8));
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }

        @Override
        public void onFailure(UpstreamException failure) {
            seen.add("failure " + failure.failure().error().message());
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
        return new ImageCall(
                        route,
                        client,
                        sink -> {
                            byRoute.add(sink);
                            return handle("route");
                        },
                        sink -> {
                            byTool.add(sink);
                            return handle("tool");
                        })
                .start();
    }

    private static UpstreamException failure(String message, String param, String code) {
        return new UpstreamException(new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                400,
                new ApiError(message, ApiError.INVALID_REQUEST, param.isEmpty() ? null : param, code),
                Optional.empty()));
    }

    private boolean answer(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return byRoute.get(byRoute.size() - 1).onObject(new UpstreamObject(HEAD, bytes), (ObjectNode)
                JsonMapper.shared().readTree(bytes));
    }

    @Test
    void objectOfTheRouteBecomesTheEventsOfTheTool() {
        start();

        assertThat(answer("""
                {"created": 1, "data": [{"b64_json": "QQ==", "revised_prompt": "p"}, {"b64_json": "Qg=="}],
                 "background": "opaque", "quality": "medium", "size": "1x1", "usage": {"total_tokens": 3}}""")).isTrue();

        assertThat(client.seen)
                .containsExactly(
                        "open",
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"id\":\"ig_0\",\"type\":"
                                + "\"image_generation_call\",\"status\":\"completed\",\"background\":\"opaque\",\"quality\":"
                                + "\"medium\",\"size\":\"1x1\",\"revised_prompt\":\"p\",\"result\":\"QQ==\"}}",
                        "{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":{\"id\":\"ig_1\",\"type\":"
                                + "\"image_generation_call\",\"status\":\"completed\",\"background\":\"opaque\",\"quality\":"
                                + "\"medium\",\"size\":\"1x1\",\"result\":\"Qg==\"}}",
                        "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],"
                                + "\"tool_usage\":{\"image_gen\":{\"total_tokens\":3}}}}",
                        "complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"data\": []}", "{\"data\": [{\"url\": \"x\"}]}", "{\"detail\": \"x\"}"})
    void objectWithoutAnImageIsNotTheAnswer(String json) {
        start();

        assertThat(answer(json)).isFalse();
        assertThat(client.seen).isEmpty();
    }

    @Test
    void missingRouteIsRememberedForAWhile() {
        start();
        byRoute.get(0).onFailure(failure("m", "", UpstreamFailure.ROUTE_MISSING));
        start();
        now = OptionalRoute.REMEMBERED.toNanos();
        start();

        assertThat(byRoute).hasSize(2);
        assertThat(byTool).hasSize(2);
        assertThat(client.seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "model, , true",
        "background, , true",
        ", model_not_found, true",
        ", unsupported_parameter, true",
        "prompt, , false",
        ", moderation_blocked, false",
        ", , false"
    })
    void onlyARefusedSettingIsTriedWithTheTool(String param, String code, boolean tried) {
        start();

        byRoute.get(0).onFailure(failure("refused", param == null ? "" : param, code == null ? "" : code));

        assertThat(byTool).hasSize(tried ? 1 : 0);
        assertThat(client.seen).isEqualTo(tried ? List.of() : List.of("failure refused"));
    }

    @Test
    void refusalOfTheRouteCountsWhereTheToolIsRefusedToo() {
        start();
        byRoute.get(0).onFailure(failure("by the route", "model", ""));

        byTool.get(0).onFailure(failure("by the tool", "", ""));

        assertThat(client.seen).containsExactly("failure by the route");
    }

    @Test
    void laterFailureOfTheToolIsItsOwn() {
        start();
        byRoute.get(0).onFailure(failure("by the route", "model", ""));
        byTool.get(0).onOpen(HEAD);

        byTool.get(0).onFailure(new UpstreamException(UpstreamFailure.incompleteStream()));

        assertThat(client.seen).hasSize(2).last().asString().startsWith("failure The upstream closed the stream");
    }

    @Test
    void handleReachesTheCallInProgress() {
        CallHandle call = start();
        call.pause();
        byRoute.get(0).onFailure(failure("m", "", UpstreamFailure.ROUTE_MISSING));
        call.resume();
        call.cancel();

        assertThat(calls).containsExactly("route pause", "tool pause", "tool resume", "tool cancel");
    }
}
