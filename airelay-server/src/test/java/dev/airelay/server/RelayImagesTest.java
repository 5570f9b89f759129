package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Images by the upstream's routes and by its image tool, over real sockets. */
class RelayImagesTest {

    private static final String IMAGES = RunningRelay.IMAGES;
    private static final String EDITS = RunningRelay.IMAGE_EDITS;
    private static final String CAT = "{\"prompt\": \"a cat\"}";
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("upstream.retry_attempts", "1", "upstream.retry_delay_seconds", "0.001"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private List<RecordedRequest> byRoute() {
        return relay.emulator().requests("/images/generations");
    }

    private List<RecordedRequest> byTool() {
        return relay.emulator().requests("/codex/responses");
    }

    private static byte[] image(WireAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Base64.getDecoder().decode(answer.json().at("/data/0/b64_json").stringValue());
    }

    private static String tool(RecordedRequest request) {
        return request.body().orElseThrow().at("/tools/0").toString();
    }

    private static String asDataUrl(byte[] image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
    }

    @Test
    void imageComesFromTheRouteWithItsRealSize() {
        WireAnswer answer = relay.post(IMAGES, """
                {"prompt": "a cat", "model": "gpt-image-2", "size": "2048x2048", "quality": "high", "user": "u"}""");

        assertThat(image(answer)).startsWith(0x89, 'P', 'N', 'G');
        JsonNode json = answer.json();
        assertThat(json.path("size").stringValue()).isEqualTo("1254x1254");
        assertThat(json.path("quality").stringValue()).isEqualTo("medium");
        assertThat(json.path("output_format").stringValue()).isEqualTo("png");
        assertThat(json.path("background").stringValue()).isEqualTo("opaque");
        assertThat(json.has("usage")).isFalse();
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("user, size, quality");
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.path()).isEqualTo("/backend-api/codex/images/generations");
        assertThat(request.body().orElseThrow())
                .hasToString(
                        "{\"prompt\":\"a cat\",\"background\":\"auto\",\"model\":\"gpt-image-2\",\"quality\":\"high\","
                                + "\"size\":\"2048x2048\"}");
        assertThat(request.header("accept")).hasValue("*/*");
        assertThat(request.header("x-codex-image-turn-id")).isPresent();
        assertThat(request.header("x-codex-turn-metadata").orElseThrow()).startsWith("{\"turn_id\":\"");
        assertThat(request.header("session-id")).isEmpty();
    }

    @Test
    void whatWasHonoredIsNotNamed() {
        WireAnswer answer = relay.post(IMAGES, """
                {"prompt": "a cat", "size": "1536x1024", "quality": "medium", "background": "transparent"}""");

        assertThat(answer.json().path("size").stringValue()).isEqualTo("1536x1024");
        assertThat(answer.json().path("background").stringValue()).isEqualTo("transparent");
        assertThat(answer.header("x-airelay-ignored-parameters")).isEmpty();
        assertThat(byTool()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"output_format\": \"jpeg\" | \"output_format\":\"jpeg\" | jpeg",
                "\"output_format\": \"webp\", \"output_compression\": 70 | \"output_compression\":70 | webp",
                "\"moderation\": \"low\" | \"moderation\":\"low\" | png",
                "\"background\": \"opaque\" | \"background\":\"opaque\" | png",
                "\"model\": \"gpt-image-2.5-flare\" | \"model\":\"gpt-image-2.5-flare\" | png"
            })
    void whatTheRouteCannotMakeComesFromTheTool(String member, String inTool, String format) {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", " + member + "}");

        assertThat(image(answer)).isNotEmpty();
        assertThat(answer.json().path("output_format").stringValue()).isEqualTo(format);
        assertThat(answer.json().path("size").stringValue()).isEqualTo("1254x1254");
        assertThat(answer.json().at("/usage/output_tokens").intValue()).isPositive();
        assertThat(answer.json().at("/data/0/revised_prompt").stringValue()).isEqualTo("[emulator] a cat");
        assertThat(byRoute()).isEmpty();
        JsonNode body = byTool().get(0).body().orElseThrow();
        assertThat(tool(byTool().get(0))).contains("\"action\":\"generate\"", inTool);
        assertThat(body.path("tool_choice")).hasToString("{\"type\":\"image_generation\"}");
        assertThat(body.path("model").stringValue()).isEqualTo("gpt-5.5");
        assertThat(body.at("/input/0/content/0/text").stringValue()).isEqualTo("a cat");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void missingRouteIsReplacedByTheToolAndRemembered(int status) {
        relay.script("status code=" + status + " on=images");

        WireAnswer first = relay.post(IMAGES, CAT);
        WireAnswer second = relay.post(IMAGES, CAT);

        assertThat(image(first)).isNotEmpty();
        assertThat(image(second)).isNotEmpty();
        assertThat(byRoute()).hasSize(1);
        assertThat(byTool()).hasSize(2);
    }

    @Test
    void modelThatTheRouteRefusesIsTriedWithTheTool() {
        relay.script("status code=400 on=images body={\"error\":{\"message\":\"no such model\",\"param\":\"model\"}}");

        assertThat(image(relay.post(IMAGES, CAT))).isNotEmpty();
        assertThat(byTool()).hasSize(1);
    }

    @Test
    void returnsTheRoutesRefusalIfTheToolIsRefusedToo() {
        relay.script("status code=400 on=images body={\"error\":{\"message\":\"no such model\",\"param\":\"model\"}}")
                .script("invalid_request_error at=first");

        WireAnswer answer = relay.post(IMAGES, CAT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("message")).isEqualTo("no such model");
        assertThat(answer.error("param")).isEqualTo("model");
    }

    @Test
    void refusedPromptIsNotTriedAgain() {
        relay.script("status code=400 on=images body={\"error\":{\"message\":\"Blocked by moderation.\","
                + "\"code\":\"moderation_blocked\",\"type\":\"image_generation_user_error\"}}");

        WireAnswer answer = relay.post(IMAGES, CAT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("message")).isEqualTo("Blocked by moderation.");
        assertThat(answer.error("code")).isEqualTo("moderation_blocked");
        assertThat(byTool()).isEmpty();
    }

    @Test
    void severalImagesComeFromSeveralCalls() {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"n\": 3}");
        WireAnswer tooMany = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"n\": 9}");
        WireAnswer byTool = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"n\": 2, \"moderation\": \"low\"}");

        assertThat(answer.json().path("data")).hasSize(3);
        assertThat(answer.json().path("size").stringValue()).isEqualTo("1254x1254");
        assertThat(answer.header("x-airelay-emulated")).hasValue("n");
        assertThat(byRoute()).hasSize(3);
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.error("param")).isEqualTo("n");
        assertThat(byTool.json().path("data")).hasSize(2);
        assertThat(byTool.json().at("/usage/output_tokens_details/image_tokens").intValue())
                .isEqualTo(2 * 1372);
    }

    @ParameterizedTest
    @CsvSource({"dall-e-3, true", "gpt-image-1, true", "gpt-image-2-2026-04-21, true", "gpt-image-1.5, false"})
    void retiredAndDatedModelsHaveASubstitute(String model, boolean disclosed) {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"model\": \"" + model + "\"}");

        assertThat(image(answer)).isNotEmpty();
        assertThat(answer.header("x-airelay-emulated").isPresent()).isEqualTo(disclosed);
        assertThat(byRoute().get(0).body().orElseThrow().path("model").stringValue())
                .isEqualTo(disclosed ? "gpt-image-2" : model);
    }

    @Test
    void streamHasPartialImagesAndTheCompleteOne() {
        WireAnswer answer = relay.post(IMAGES, """
                {"prompt": "a cat", "stream": true, "partial_images": 2, "size": "2048x2048"}""");

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.header("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("size");
        List<JsonNode> events = answer.frames().stream().map(SseFrame::json).toList();
        assertThat(events)
                .extracting(event -> event.path("type").stringValue())
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(events.get(1).path("partial_image_index").intValue()).isEqualTo(1);
        assertThat(events.get(1).path("size").stringValue()).isEqualTo("156x156");
        assertThat(events.get(2).path("size").stringValue()).isEqualTo("1254x1254");
        assertThat(events.get(2).at("/usage/total_tokens").intValue()).isPositive();
        assertThat(answer.text()).startsWith("event: image_generation.partial_image\ndata: {");
        assertThat(tool(byTool().get(0))).contains("\"partial_images\":2");
        assertThat(byRoute()).isEmpty();
    }

    @Test
    void severalImagesShareOneStream() {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"stream\": true, \"n\": 2}");

        assertThat(answer.frames())
                .hasSize(2)
                .allSatisfy(frame ->
                        assertThat(frame.json().path("type").stringValue()).isEqualTo("image_generation.completed"));
    }

    @Test
    void partialImagesWithoutAStreamAreIgnored() {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"partial_images\": 2}");

        assertThat(image(answer)).isNotEmpty();
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("partial_images");
    }

    @Test
    void formWithImagesIsEdited() {
        WireAnswer answer = relay.upload(
                EDITS,
                new FormBody()
                        .field("prompt", "a hat for the cat")
                        .field("n", "1")
                        .file("image[]", "a.png", "image/png", PNG)
                        .file("image[]", "b.png", "application/octet-stream", PNG)
                        .file("mask", "m.png", "image/png", PNG));

        assertThat(image(answer)).startsWith(0x89, 'P', 'N', 'G');
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.path()).isEqualTo("/backend-api/codex/images/edits");
        JsonNode body = request.body().orElseThrow();
        assertThat(body.path("images")).hasSize(2);
        assertThat(body.at("/images/1/image_url").stringValue()).isEqualTo(asDataUrl(PNG));
        assertThat(body.at("/mask/image_url").stringValue()).isEqualTo(asDataUrl(PNG));
        assertThat(body.path("prompt").stringValue()).isEqualTo("a hat for the cat");
    }

    @Test
    void editStreamsItsEvents() {
        WireAnswer answer = relay.upload(
                EDITS,
                new FormBody()
                        .field("prompt", "a hat")
                        .field("stream", "true")
                        .field("partial_images", "1")
                        .field("input_fidelity", "high")
                        .file("image", "a.png", "image/png", PNG));

        assertThat(answer.frames())
                .extracting(frame -> frame.json().path("type").stringValue())
                .containsExactly("image_edit.partial_image", "image_edit.completed");
        assertThat(tool(byTool().get(0))).contains("\"action\":\"edit\"", "\"input_fidelity\":\"high\"");
        assertThat(byTool().get(0)
                        .body()
                        .orElseThrow()
                        .at("/input/0/content/1/image_url")
                        .stringValue())
                .isEqualTo(asDataUrl(PNG));
    }

    @Test
    void jsonNamesImagesByAddressOrFile() {
        String id = relay.upload(
                        "/v1/files", new FormBody().field("purpose", "vision").file("file", "a.png", "image/png", PNG))
                .json()
                .path("id")
                .stringValue();

        WireAnswer stored = relay.post(EDITS, "{\"prompt\": \"x\", \"images\": [{\"file_id\": \"" + id + "\"}]}");
        WireAnswer remote = relay.post(EDITS, """
                {"prompt": "x", "images": [{"image_url": "https://example.org/cat.png"}]}""");
        WireAnswer missing = relay.post(EDITS, "{\"prompt\": \"x\", \"images\": [{\"file_id\": \"file-nope\"}]}");

        assertThat(image(stored)).isNotEmpty();
        assertThat(relay.emulator()
                        .requests("/images/edits")
                        .get(0)
                        .body()
                        .orElseThrow()
                        .at("/images/0/image_url"))
                .hasToString("\"" + asDataUrl(PNG) + "\"");
        assertThat(image(remote)).isNotEmpty();
        assertThat(byTool().get(0)
                        .body()
                        .orElseThrow()
                        .at("/input/0/content/1/image_url")
                        .stringValue())
                .isEqualTo("https://example.org/cat.png");
        assertThat(missing.error("param")).isEqualTo("images[0].file_id");
        assertThat(missing.error("code")).isEqualTo("file_not_found");
    }

    @Test
    void imagesBecomeFilesOnRequest() {
        WireAnswer answer = relay.post(IMAGES, "{\"prompt\": \"a cat\", \"n\": 2}", "x-airelay-store-images", "true");
        WireAnswer addressed = relay.post(
                IMAGES, "{\"prompt\": \"a cat\", \"response_format\": \"url\"}", "x-airelay-store-images", "true");
        WireAnswer streamed =
                relay.post(IMAGES, "{\"prompt\": \"a cat\", \"stream\": true}", "x-airelay-store-images", "true");

        String first = answer.json().at("/data/0/file_id").stringValue();
        assertThat(answer.json().at("/data/1/file_id").stringValue())
                .startsWith("file-")
                .isNotEqualTo(first);
        assertThat(relay.get("/v1/files/" + first + "/content").body()).isEqualTo(image(answer));
        JsonNode file = relay.get("/v1/files/" + first).json();
        assertThat(file.path("filename").stringValue()).isEqualTo("image.png");
        assertThat(file.path("purpose").stringValue()).isEqualTo("vision");
        String url = addressed.json().at("/data/0/url").stringValue();
        assertThat(url)
                .startsWith("http://127.0.0.1:" + relay.port() + "/v1/files/file-")
                .endsWith("/content");
        assertThat(addressed.json().at("/data/0").has("b64_json")).isFalse();
        assertThat(streamed.frames().get(0).json().path("file_id").stringValue())
                .startsWith("file-");
        assertThat(answer.header("x-airelay-not-kept")).isEmpty();
    }

    @Test
    void imageThatCannotBeStoredIsAnsweredAnyway() {
        try (RunningRelay full =
                RunningRelay.start(dataDir.resolve("full"), Map.of("uploads.max_upload_bytes", "100"))) {
            WireAnswer answer = full.post(
                    IMAGES, "{\"prompt\": \"a cat\", \"response_format\": \"url\"}", "x-airelay-store-images", "true");

            assertThat(image(answer)).isNotEmpty();
            assertThat(answer.json().at("/data/0").has("file_id")).isFalse();
            assertThat(answer.header("x-airelay-not-kept")).hasValue("too_large");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | prompt | missing_required_parameter",
                "{\"prompt\": \"\"} | prompt | invalid_value",
                "{\"prompt\": \"x\", \"size\": \"huge\"} | size | invalid_value",
                "{\"prompt\": \"x\", \"output_format\": \"gif\"} | output_format | unsupported_value",
                "{\"prompt\": \"x\", \"svg\": {}} | svg | unsupported_parameter",
                "{\"prompt\": \"x\", \"n\": 0} | n | integer_below_min_value",
                "{\"prompt\": \"x\", \"n\": \"2\"} | n | invalid_type",
                "{\"prompt\": \"x\", \"partial_images\": 4} | partial_images | integer_above_max_value",
                "{\"prompt\": \"x\", \"response_format\": \"url\"} | response_format | unsupported_value",
                "{\"prompt\": \"x\", \"style\": \"odd\"} | style | invalid_value"
            })
    void invalidRequestIsRefusedByName(String body, String param, String code) {
        WireAnswer answer = relay.post(IMAGES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(param);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(byRoute()).isEmpty();
        assertThat(byTool()).isEmpty();
    }

    @Test
    void invalidEditIsRefusedByName() {
        WireAnswer none = relay.upload(EDITS, new FormBody().field("prompt", "x"));
        WireAnswer text = relay.upload(
                EDITS,
                new FormBody()
                        .field("prompt", "x")
                        .file("image", "notes.txt", "image/png", "no image".getBytes(StandardCharsets.UTF_8)));
        WireAnswer markup = relay.upload(
                EDITS,
                new FormBody()
                        .field("prompt", "x")
                        .file("image", "a.png", "image/png", PNG)
                        .file("markup", "m.png", "image/png", PNG));
        FormBody many = new FormBody().field("prompt", "x");
        for (int i = 0; i < 17; i++) {
            many.file("image[]", "a.png", "image/png", PNG);
        }
        WireAnswer tooMany = relay.upload(EDITS, many);

        assertThat(none.error("param")).isEqualTo("image");
        assertThat(text.status()).as(text::text).isEqualTo(400);
        assertThat(text.error("param")).isEqualTo("image[0]");
        assertThat(text.error("message")).contains("not an image");
        assertThat(markup.error("param")).isEqualTo("markup");
        assertThat(tooMany.error("code")).isEqualTo("array_above_max_length");
        assertThat(relay.post(IMAGES, CAT, "x-airelay-store-images", "maybe").error("param"))
                .isEqualTo("x-airelay-store-images");
        assertThat(relay.post(EDITS, "x", "content-type", "text/plain").status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"mask, mask", "markup, markup", "mask, image"})
    void fieldThatComesTwiceIsRefusedByName(String first, String text) {
        FormBody form = new FormBody()
                .field("prompt", "x")
                .file("image", "a.png", "image/png", PNG)
                .file(first, "b.png", "image/png", PNG);
        WireAnswer answer = relay.upload(
                EDITS, text.equals(first) ? form.file(first, "c.png", "image/png", PNG) : form.field(text, "x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(text);
        assertThat(answer.error("message")).contains("more than one part of this name");
        assertThat(relay.emulator().requests("/images/edits")).isEmpty();
    }

    @Test
    void parametersOfADeclaredTypeDoNotMatter() {
        WireAnswer answer = relay.upload(
                EDITS, new FormBody().field("prompt", "x").file("image", "a.png", "image/png; name=\"a,b.png\"", PNG));

        assertThat(image(answer)).isNotEmpty();
        assertThat(relay.upstreamRequest()
                        .body()
                        .orElseThrow()
                        .at("/images/0/image_url")
                        .stringValue())
                .isEqualTo(asDataUrl(PNG));
    }

    @Test
    void formThatIsCutOrNoneIsRefused() {
        byte[] whole = new FormBody().field("prompt", "x").bytes();
        byte[] cut = new byte[whole.length - 10];
        System.arraycopy(whole, 0, cut, 0, cut.length);

        assertThat(relay.post(EDITS, cut, "content-type", FormBody.CONTENT_TYPE).error("code"))
                .isEqualTo("invalid_multipart");
        assertThat(relay.post(EDITS, whole, "content-type", "multipart/form-data")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void bodyBeyondTheLimitIsRefused() {
        try (RunningRelay small =
                RunningRelay.start(dataDir.resolve("small"), Map.of("server.max_body_bytes", "65536"))) {
            WireAnswer answer = small.upload(
                    EDITS, new FormBody().field("prompt", "x").file("image", "a.png", "image/png", new byte[100_000]));

            assertThat(answer.status()).isEqualTo(413);
            assertThat(small.server().memory().taken()).isZero();
        }
    }

    @Test
    void planWithoutImagesIsNamed() {
        WireAnswer answer = relay.post(IMAGES, """
                {"prompt": "a cat [[emulate: no-image-tool]]", "moderation": "low"}""");
        WireAnswer stream = relay.post(IMAGES, """
                {"prompt": "a cat [[emulate: no-image-tool]]", "stream": true}""");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error("code")).isEqualTo("image_tool_unavailable");
        assertThat(answer.error("message")).contains("Free");
        assertThat(stream.text()).contains("image_tool_unavailable");
    }

    @Test
    void textInsteadOfAnImageIsReturnedToTheClient() {
        WireAnswer answer = relay.post(IMAGES, """
                {"prompt": "x [[emulate: item json={\\"type\\":\\"message\\",\\"role\\":\\"assistant\\",\\"content\\":[{\\"type\\":\\"output_text\\",\\"text\\":\\"I would rather not.\\"}]}]]", "moderation": "low"}""");

        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("image_not_generated");
        assertThat(answer.error("message")).contains("I would rather not.");
    }

    @Test
    void twinsAnswerTheSameAndNeedTheToken() {
        assertThat(image(relay.post("/no-tools" + IMAGES, CAT))).isNotEmpty();
        assertThat(relay.post(IMAGES, CAT, "authorization", "Bearer nope").status())
                .isEqualTo(401);
        assertThat(relay.get(IMAGES).status()).isEqualTo(405);
        assertThat(relay.post("/v1/images/variations", "{}").status()).isEqualTo(501);
    }

    @Test
    void clientThatGoesEndsTheUpstreamsWork() {
        relay.script("silence at=headers on=images");
        RawClient client = RawClient.of(relay).write(RawClient.post(IMAGES, CAT));
        RecordedRequest request = relay.upstreamRequest();

        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
        Eventually.await("memory that is left", () -> relay.server().memory().taken() == 0);
    }

    @Test
    void noImageIsInTheLog() {
        Path logged = dataDir.resolve("logged");
        String bare = Base64.getEncoder().encodeToString(PNG);
        String log;
        try (RunningRelay full = RunningRelay.start(logged, Map.of("traffic.bodies", "full"))) {
            full.post(EDITS, "{\"prompt\": \"x\", \"images\": [{\"image_url\": \"" + asDataUrl(PNG) + "\"}]}");
            full.upload(
                    EDITS,
                    new FormBody()
                            .field("prompt", "x")
                            .field("stream", "true")
                            .field("partial_images", "1")
                            .file("image", "a.png", "image/png", PNG));
            full.post(EDITS, "{\"prompt\": \"x\", \"image\": \"" + bare + "\", \"mask\": \"" + bare + "\"}");
            for (String generate : List.of(
                    "{\"model\": \"gpt-5.5\", \"prompt\": \"x\", \"images\": [\"" + bare + "\"]}",
                    "{\"model\": \"gpt-5.5\", \"prompt\": \"x\", \"images\": [\"" + bare + "*\"]}")) {
                full.post(RunningRelay.OLLAMA_GENERATE, generate);
            }
            full.post(RunningRelay.MESSAGES, """
                    {"model": "gpt-5.5", "max_tokens": 100, "messages": [{"role": "user", "content": [
                     {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "%s"}}]}]}""".formatted(bare));
            log = LoggedTraffic.of(full, logged).raw();
        }

        assertThat(log)
                .contains("/images/edits", RunningRelay.OLLAMA_GENERATE, RunningRelay.MESSAGES)
                // Errors show how a wrong value begins.
                .doesNotContain(bare.substring(bare.length() / 2));
    }
}
