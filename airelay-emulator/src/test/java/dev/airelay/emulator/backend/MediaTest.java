package dev.airelay.emulator.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.WireClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Images by the routes and by the tool, and transcriptions. */
class MediaTest {

    private Emulator emulator;
    private WireClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private WireClient.Answer images(String route, String json) {
        return client.send(
                client.request("/images/" + route).POST(BodyPublishers.ofByteArray(Json.bytes(WireClient.json(json)))));
    }

    private WireClient.Answer transcribe(String form, String... headers) {
        String url = emulator.accountUrl() + "/transcribe";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + Emulator.accessToken())
                .header("chatgpt-account-id", Emulator.accountId())
                .header("content-type", "multipart/form-data; boundary=b")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofString(form.replace("\n", "\r\n")));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 1254, 1254",
        "2048x2048, 1254, 1254",
        "256x256, 1254, 1254",
        "1536x1024, 1536, 1024",
        "3072x2048, 1536, 1024"
    })
    void imageHasTheSizeThatTheBackendLikes(String asked, int width, int height) {
        WireClient.Answer answer =
                images("generations", "{'prompt': 'a cat', 'size': '" + asked + "', 'quality': 'high'}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        ByteBuffer png = ByteBuffer.wrap(
                Base64.getDecoder().decode(answer.json().at("/data/0/b64_json").stringValue()));
        assertThat(png.getInt(16)).isEqualTo(width);
        assertThat(png.getInt(20)).isEqualTo(height);
        assertThat(answer.json().path("size").stringValue()).isEqualTo(width + "x" + height);
        assertThat(answer.json().path("quality").stringValue()).isEqualTo("medium");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generations | {'model': 'gpt-image-2'} | prompt",
                "generations | {'prompt': 'x', 'output_format': 'png'} | Unsupported parameter: output_format",
                "generations | {'prompt': 'x', 'n': 1} | Unsupported parameter: n",
                "generations | {'prompt': 'x', 'model': 'dall-e-3'} | dall-e-3",
                "generations | {'prompt': 'x', 'background': 'opaque'} | opaque",
                "edits | {'prompt': 'x'} | images",
                "edits | {'prompt': 'x', 'images': [{'image_url': 'https://x/y.png'}]} | data URL",
                "edits | {'prompt': 'x', 'images': [{'image_url': 'data:image/png;base64,!'}]} | base64"
            },
            quoteCharacter = '`')
    void wrongImageRequestIsRefused(String route, String body, String named) {
        WireClient.Answer answer = images(route, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(named);
    }

    @Test
    void editTakesDataUrlsAndSaysHowMany() {
        WireClient.Answer answer =
                images("edits", "{'prompt': 'x', 'n': 2, 'images': [{'image_url': 'data:image/png;base64,AAAA'}]}");

        assertThat(answer.json().path("data")).hasSize(2);
    }

    @Test
    void scriptsOfThePromptAndOfTheQueueApply() {
        emulator.script("server_is_overloaded on=images");

        assertThat(images("generations", "{'prompt': 'x'}").status()).isEqualTo(503);
        assertThat(images("generations", "{'prompt': 'x [[emulate: invalid_prompt]]'}")
                        .status())
                .isEqualTo(400);
        assertThat(images("generations", "{'prompt': 'x'}").status()).isEqualTo(200);
    }

    private static ObjectNode turn(String tool, String prompt) {
        ObjectNode body = WireClient.body(prompt);
        body.putArray("tools").add(WireClient.json(tool));
        body.set("tool_choice", WireClient.json("{'type': 'image_generation'}"));
        return body;
    }

    @ParameterizedTest
    @CsvSource({"png, iVBORw0KGgo", "jpeg, /9j/4AAQ", "webp, UklGR"})
    void toolDrawsAsItsSettingsSay(String format, String beginning) {
        List<JsonNode> events = client.turn(turn(
                        "{'type': 'image_generation', 'size': '512x256', 'partial_images': 2, 'output_format': '"
                                + format + "'}",
                        "a cat"))
                .events();

        List<JsonNode> partial = WireClient.ofType(events, "response.image_generation_call.partial_image");
        assertThat(partial).hasSize(2);
        assertThat(partial.get(1).path("partial_image_index").intValue()).isEqualTo(1);
        JsonNode item = WireClient.ofType(events, "response.output_item.done").stream()
                .map(event -> event.path("item"))
                .filter(done -> done.path("type").stringValue().equals("image_generation_call"))
                .findFirst()
                .orElseThrow();
        assertThat(item.path("result").stringValue()).startsWith(beginning);
        assertThat(item.path("size").stringValue()).isEqualTo("1773x886");
        assertThat(events.get(events.size() - 1)
                        .at("/response/tool_usage/image_gen/output_tokens")
                        .intValue())
                .isPositive();
    }

    @Test
    void planWithoutTheToolHasItTakenAway() {
        List<JsonNode> events = client.turn(
                        turn("{'type': 'image_generation', 'size': 'auto'}", "a cat [[emulate: no-image-tool]]"))
                .events();

        JsonNode last = events.get(events.size() - 1);
        assertThat(last.at("/response/tools")).isEmpty();
        assertThat(last.at("/response").has("tool_usage")).isFalse();
    }

    private static final String FORM = """
            --b
            Content-Disposition: form-data; name="language"

            en
            --b
            Content-Disposition: form-data; name="file"; filename="a.wav"
            Content-Type: audio/wav

            12345
            --b--
            """;

    @Test
    void transcriptionContainsSizeAndNameOfTheFile() {
        WireClient.Answer answer = transcribe(FORM);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("text").stringValue()).isEqualTo("[emulator] I heard 5 bytes of a.wav in en.");
    }

    @Test
    void unexpectedHeaderIsStoppedByTheFirewall() {
        WireClient.Answer answer = transcribe(FORM, "session-id", "x");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("cf-mitigated")).hasValue("challenge");
    }

    @Test
    void formWithAModelOrWithoutAFileIsRefused() {
        assertThat(transcribe(FORM.replace("\"language\"", "\"model\"")).text())
                .contains("Unsupported parameter: model");
        assertThat(transcribe(FORM.replace("\"file\"", "\"prompt\"")).status()).isEqualTo(422);
        assertThat(transcribe("no form").status()).isEqualTo(422);
        assertThat(transcribe(FORM.replace("12345", "")).status()).isEqualTo(400);
    }

    @Test
    void bodyThatIsSentWholeCanBeCut() {
        emulator.script("cut at=event on=transcribe");

        assertThat(catchThrowable(() -> transcribe(FORM))).isNotNull();
    }
}
