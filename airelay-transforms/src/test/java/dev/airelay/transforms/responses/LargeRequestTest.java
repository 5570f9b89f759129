package dev.airelay.transforms.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests of many megabytes: what is not linear takes minutes here. */
class LargeRequestTest {

    private static final int TURNS = 20_000;
    private static final String CIPHER = "gAAA+/=".repeat(50);

    private static ArrayNode history() {
        ArrayNode items = JsonMapper.shared().createArrayNode();
        for (int i = 0; i < TURNS; i++) {
            items.addObject().put("role", "user").put("content", "question " + i);
            items.addObject()
                    .put("type", "reasoning")
                    .put("encrypted_content", CIPHER)
                    .putArray("summary");
            items.addObject()
                    .put("type", "function_call")
                    .put("call_id", "call_0")
                    .put("name", "tool." + i % 200)
                    .put("arguments", "{}");
            items.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", "call_0")
                    .put("output", "x".repeat(200));
        }
        return items;
    }

    private static ObjectNode request() {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("model", "m");
        ArrayNode tools = request.putArray("tools");
        for (int i = 0; i < 200; i++) {
            tools.addObject().put("type", "function").put("name", "tool." + i).putObject("parameters");
        }
        return request;
    }

    @Test
    void longHistoryIsReadStoredAndReadAgain() {
        ObjectNode request = request();
        request.set("input", history());

        Translation translation = new ResponsesDialect().translate(request, Contexts.ordinary());
        List<byte[]> kept = translation.turn().orElseThrow().input().stream()
                .map(HistoryItem::toBytes)
                .toList();
        Translation next = new ResponsesDialect()
                .translate(
                        request().put("previous_response_id", "resp_1").put("input", "more"),
                        Contexts.remembering(History.none().withTurns("resp_1", kept)));

        assertThat(translation.request().body().path("input")).hasSize(4 * TURNS);
        assertThat(next.request().body().path("input")).hasSize(4 * TURNS + 1);
        assertThat(next.request()
                        .without(new UpstreamFailure(
                                UpstreamFailure.Kind.CLIENT,
                                400,
                                new ApiError("m", ApiError.INVALID_REQUEST, null, "invalid_encrypted_content"),
                                Optional.empty()))
                        .orElseThrow()
                        .request()
                        .body()
                        .path("input"))
                .hasSize(3 * TURNS + 1);
    }

    @Test
    void largeImagesAreReadAndStored() {
        String url = "data:image/png;base64," + "A".repeat(20 * 1024 * 1024);
        ObjectNode request = request();
        ArrayNode parts =
                request.putArray("input").addObject().put("role", "user").putArray("content");
        for (int i = 0; i < 4; i++) {
            parts.addObject().put("type", "input_image").put("image_url", url);
        }

        Translation translation = new ResponsesDialect().translate(request, Contexts.ordinary());

        List<HistoryItem> kept =
                new ArrayList<>(translation.turn().orElseThrow().input());
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).json().path("content").path(3).path("image_url").stringValue())
                .isSameAs(url);
    }
}
