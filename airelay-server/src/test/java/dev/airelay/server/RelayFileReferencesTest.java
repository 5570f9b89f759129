package dev.airelay.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Uploaded files in generation requests: their content goes upstream in the place of their ids. */
@Relay
class RelayFileReferencesTest {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static final byte[] PDF = "%PDF-1.4\n%%EOF\n".getBytes(UTF_8);

    private final RunningRelay relay;

    RelayFileReferencesTest(RunningRelay relay) {
        this.relay = relay;
    }

    private String uploaded(String name, String contentType, byte[] content) {
        return relay.upload(
                        "/v1/files",
                        new FormBody().field("purpose", "user_data").file("file", name, contentType, content))
                .json()
                .path("id")
                .stringValue();
    }

    private WireAnswer ask(String file, boolean stream) {
        return relay.responses("""
                {"model": "gpt-5.5", "stream": %s, "input": [{"role": "user", "content": [
                  {"type": "input_text", "text": "look"}, {"type": "input_file", "file_id": "%s"}]}]}""".formatted(stream, file));
    }

    private JsonNode upstreamPart() {
        return relay.upstreamRequest().body().orElseThrow().at("/input/0/content/1");
    }

    @ParameterizedTest
    @CsvSource({"notes.txt, text/plain", "data.json, application/json", "table.csv, text/csv"})
    void textIsInlined(String name, String contentType) {
        String file = uploaded(name, contentType, "{\"grüße\": 1}".getBytes(UTF_8));

        assertThat(ask(file, false).status()).isEqualTo(200);

        JsonNode part = upstreamPart();
        assertThat(part.path("type").stringValue()).isEqualTo("input_text");
        assertThat(part.path("text").stringValue()).contains("{\"grüße\": 1}");
    }

    @Test
    void imageBecomesAnImage() {
        assertThat(ask(uploaded("dot.png", "image/png", PNG), true).status()).isEqualTo(200);

        JsonNode part = upstreamPart();
        assertThat(part.path("type").stringValue()).isEqualTo("input_image");
        assertThat(part.path("image_url").stringValue()).startsWith("data:image/png;base64,iVBOR");
    }

    @Test
    void otherFileStaysAFile() {
        assertThat(ask(uploaded("paper.pdf", "application/pdf", PDF), false).status())
                .isEqualTo(200);

        JsonNode part = upstreamPart();
        assertThat(part.path("type").stringValue()).isEqualTo("input_file");
        assertThat(part.path("filename").stringValue()).isEqualTo("paper.pdf");
        assertThat(part.path("file_data").stringValue()).startsWith("data:application/pdf;base64,");
    }

    @Test
    void contentMustFitItsType() {
        WireAnswer answer = ask(uploaded("fake.png", "image/png", PDF), false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).startsWith("input[0].content[1]");
    }

    @Test
    void textInAnotherCharsetIsDecoded() {
        String text = "Name;Stra\u00dfe;Ort\nM\u00fcller;Hauptstra\u00dfe 5;K\u00f6ln\n";

        assertThat(ask(uploaded("orte.csv", "text/csv", text.getBytes(ISO_8859_1)), false)
                        .status())
                .isEqualTo(200);
        assertThat(upstreamPart().path("text").stringValue()).contains(text);

        assertThat(ask(uploaded("orte.csv", "text/csv; charset=utf-16le", text.getBytes(UTF_16LE)), false)
                        .status())
                .isEqualTo(200);
        assertThat(upstreamPart().path("text").stringValue()).contains(text);
    }

    @Test
    void textInAnUnknownCharsetStaysAFile() {
        assertThat(ask(uploaded("short.txt", "text/plain", "Gr\u00fc\u00dfe".getBytes(ISO_8859_1)), false)
                        .status())
                .isEqualTo(200);

        JsonNode part = upstreamPart();
        assertThat(part.path("type").stringValue()).isEqualTo("input_file");
        assertThat(part.path("file_data").stringValue()).isEqualTo("data:text/plain;base64,R3L832U=");
    }

    @ParameterizedTest
    @CsvSource({"main.ts, video/mp2t", "table.csv, application/vnd.ms-excel", "notes, image/png"})
    void textIsTextDespiteItsDeclaredType(String name, String contentType) {
        assertThat(ask(uploaded(name, contentType, "let a = 1;\n".getBytes(UTF_8)), false)
                        .status())
                .isEqualTo(200);

        assertThat(upstreamPart().path("type").stringValue()).isEqualTo("input_text");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unknownFileIsRefused(boolean stream) {
        WireAnswer answer = ask("file-nowhere", stream);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("file_not_found");
        assertThat(answer.error("param")).isEqualTo("input[0].content[1].file_id");
        assertThat(relay.emulator().requests()).isEmpty();
    }

    @Test
    void chatTakesFilesToo() {
        String file = uploaded("notes.txt", "text/plain", "hello".getBytes(UTF_8));

        WireAnswer answer = relay.chat("""
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": [
                  {"type": "text", "text": "look"}, {"type": "file", "file": {"file_id": "%s"}}]}]}""".formatted(file));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstreamPart().path("text").stringValue()).contains("hello");
    }

    @Test
    void fileOfAnEarlierTurnIsSentAgain() {
        String file = uploaded("notes.txt", "text/plain", "hello".getBytes(UTF_8));
        String first = ask(file, false).json().path("id").stringValue();

        WireAnswer next = relay.responses("""
                {"model": "gpt-5.5", "input": "and?", "previous_response_id": "%s"}""".formatted(first));

        assertThat(next.status()).isEqualTo(200);
        relay.upstreamRequest();
        assertThat(upstreamPart().path("text").stringValue()).contains("hello");
    }
}
