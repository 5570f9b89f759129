package dev.airelay.transforms.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.StreamEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageReplyTest {

    /** A PNG of 1254 by 1254, as far as its header. */
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAABOYAAATmCAIAAAA=";

    private static final String DONE = """
            {"type": "response.output_item.done", "output_index": 0, "item": {"id": "ig_1", "type": "image_generation_call",
             "status": "completed", "quality": "medium", "background": "opaque", "size": "2048x2048",
             "revised_prompt": "a small cat", "result": "%s"}}""".formatted(PNG);
    private static final String COMPLETED = """
            {"type": "response.completed", "response": {"status": "completed", "output": [],
             "tool_usage": {"image_gen": {"input_tokens": 3, "output_tokens": 7, "total_tokens": 10,
              "input_tokens_details": {"text_tokens": 3, "image_tokens": 0}}}}}""";
    private static final String WITHOUT = """
            {"type": "response.completed", "response": {"status": "completed", "output": [], "tools": %s}}""";

    private static ImageReply reply() {
        return new ImageReply(
                new ImageReplyOptions("image_generation", "2048x2048", "high", "auto", "png", Optional.empty(), 5));
    }

    private static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static ObjectEncoder.Outcome outcome(ImageReply reply, String... events) {
        ObjectEncoder encoder = reply.objectEncoder();
        for (String json : events) {
            encoder.accept(event(json));
        }
        return encoder.finish();
    }

    private static JsonNode finished(ImageReply reply, String... events) {
        return JsonMapper.shared().readTree(((ObjectEncoder.Outcome.Finished) outcome(reply, events)).json());
    }

    private static UpstreamFailure failure(String... events) {
        return ((ObjectEncoder.Outcome.Failed) outcome(reply(), events)).failure();
    }

    @Test
    void realSizeComesFromTheImagesOwnBytes() {
        ImageReply reply = reply();

        JsonNode object = finished(reply, DONE, COMPLETED);

        assertThat(object)
                .hasToString("{\"created\":5,\"data\":[{\"b64_json\":\"" + PNG
                        + "\",\"revised_prompt\":\"a small cat\"}],\"background\":\"opaque\",\"output_format\":\"png\","
                        + "\"quality\":\"medium\",\"size\":\"1254x1254\",\"usage\":{\"input_tokens\":3,\"output_tokens\":7,"
                        + "\"total_tokens\":10,\"input_tokens_details\":{\"text_tokens\":3,\"image_tokens\":0}}}");
        assertThat(reply.unhonored()).containsExactly("size", "quality");
    }

    @Test
    void imagesOfTheLastResponseAreTheCompleteOnes() {
        String last = COMPLETED.replace(
                "\"output\": []",
                "\"output\": [{\"type\": \"image_generation_call\", \"id\": \"ig_1\", \"result\": \"" + PNG + "\"}]");

        JsonNode object = finished(reply(), DONE.replace(PNG, "AAAA"), last);

        assertThat(object.at("/data/0/b64_json").stringValue()).isEqualTo(PNG);
        assertThat(object.path("data")).hasSize(1);
    }

    @Test
    void unreadableImageKeepsTheUpstreamsWords() {
        JsonNode object = finished(reply(), DONE.replace(PNG, "AAAA"), COMPLETED);

        assertThat(object.path("size").stringValue()).isEqualTo("2048x2048");
        assertThat(object.has("output_format")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | 403 | image_tool_unavailable",
                "[{\"type\": \"image_generation\"}] | 400 | image_not_generated",
                "null | 400 | image_not_generated"
            })
    void responseWithoutAnImageIsAFailure(String tools, int status, String code) {
        UpstreamFailure failure = failure("""
                {"type": "response.output_item.done", "item": {"type": "message", "content": [{"text": "No, thanks."}]}}""", WITHOUT.formatted(tools));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error().code()).isEqualTo(code);
        if (status == 400) {
            assertThat(failure.error().message()).endsWith("No, thanks.");
        }
    }

    @Test
    void incompleteAndBrokenResponsesAreFailures() {
        UpstreamFailure filtered = failure("""
                {"type": "response.incomplete", "response": {"incomplete_details": {"reason": "content_filter"}}}""");
        UpstreamFailure cut = failure(DONE);
        UpstreamFailure failed = failure("""
                {"type": "response.failed", "response": {"error": {"code": "server_error", "message": "Oh."}}}""");

        assertThat(filtered.error().code()).isEqualTo("content_filter");
        assertThat(cut.error().code()).isEqualTo("incomplete_stream");
        assertThat(failed.error().message()).contains("Oh.");
    }

    @Test
    void severalObjectsBecomeOne() {
        ImageReply reply = reply();
        byte[] first = ((ObjectEncoder.Outcome.Finished) outcome(reply, DONE, COMPLETED)).json();
        byte[] other =
                ((ObjectEncoder.Outcome.Finished) outcome(reply, DONE.replace("medium", "low"), COMPLETED)).json();

        JsonNode merged = JsonMapper.shared().readTree(reply.merge(List.of(first, other)));

        assertThat(merged.path("data")).hasSize(2);
        assertThat(merged.path("size").stringValue()).isEqualTo("1254x1254");
        assertThat(merged.has("quality")).isFalse();
        assertThat(merged.at("/usage/total_tokens").intValue()).isEqualTo(20);
        assertThat(merged.at("/usage/input_tokens_details/text_tokens").intValue())
                .isEqualTo(6);
    }

    private static final class Written {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<StreamEncoder> encoders = new ArrayList<>();

        Written(int calls) {
            encoders.addAll(reply().streamEncoders(calls));
        }

        void accept(int call, String json) {
            encoders.get(call).accept(event(json), bytes::write);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void streamHasPartialAndCompleteImages() {
        Written written = new Written(1);

        written.accept(0, """
                {"type": "response.image_generation_call.partial_image", "partial_image_index": 1,
                 "partial_image_b64": "%s", "quality": "low"}""".formatted(PNG));
        written.accept(0, DONE);
        written.accept(0, COMPLETED);
        written.accept(0, DONE);

        assertThat(written.text())
                .isEqualTo("event: image_generation.partial_image\ndata: {\"type\":"
                        + "\"image_generation.partial_image\",\"b64_json\":\"" + PNG
                        + "\",\"created_at\":5,\"output_format\":\"png\",\"quality\":\"low\",\"size\":\"1254x1254\","
                        + "\"partial_image_index\":1}\n\nevent: image_generation.completed\ndata: {\"type\":"
                        + "\"image_generation.completed\",\"b64_json\":\"" + PNG
                        + "\",\"created_at\":5,\"background\":\"opaque\",\"output_format\":\"png\",\"quality\":\"medium\","
                        + "\"size\":\"1254x1254\",\"usage\":{\"input_tokens\":3,\"output_tokens\":7,\"total_tokens\":10,"
                        + "\"input_tokens_details\":{\"text_tokens\":3,\"image_tokens\":0}}}\n\n");
        assertThat(written.encoders.get(0).ended()).isTrue();
    }

    @Test
    void failureOfOneCallEndsTheStreamOnce() {
        Written written = new Written(2);

        written.accept(0, WITHOUT.formatted("[]"));
        written.accept(1, DONE);
        written.accept(1, COMPLETED);
        written.encoders.get(1).fail(UpstreamFailure.incompleteStream(), written.bytes::write);

        assertThat(written.text())
                .startsWith("event: error\ndata: {\"error\":{")
                .containsOnlyOnce("event: ");
        assertThat(written.encoders).allMatch(StreamEncoder::ended);
    }
}
