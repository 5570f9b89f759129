package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content codings of responses: as the request accepts, or as a script says. */
class CodingTest {
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "identity | ''",
                "br | ''",
                "zstd,gzip | zstd",
                "gzip, deflate, br, zstd | zstd",
                "GZIP;q=0.5 | gzip",
                "zstd; q=0.0, gzip | gzip",
                "zstd;q=0 | ''",
            })
    void streamIsCodedAsTheRequestAccepts(String accepted, String coding) throws IOException {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), "accept-encoding", accepted);

        assertThat(answer.header("content-encoding").orElse("")).isEqualTo(coding);
        assertThat(answer.header("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(WireClient.types(SseReader.events(decoded(answer))))
                .isEqualTo(WireClient.types(client.turn(WireClient.body("hi")).events()));
    }

    @Test
    void wholeBodyIsCodedWithItsLength() throws IOException {
        WireClient.Answer plain = client.get("/models?client_version=0.171.0");
        WireClient.Answer zipped = client.get("/models?client_version=0.171.0", "accept-encoding", "zstd");

        assertThat(decoded(zipped)).isEqualTo(plain.bytes());
        assertThat(zipped.header("content-length")).hasValue(Integer.toString(zipped.bytes().length));
        assertThat(zipped.bytes().length).isLessThan(plain.bytes().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compressed | zstd | response.completed",
                "compressed coding=gzip | gzip | response.completed",
                "compressed, server_error at=http | zstd | server_error",
            })
    void scriptCompressesUnasked(String script, String coding, String text) throws IOException {
        WireClient.Answer answer = client.turn(WireClient.body("hi"), ScriptSources.HEADER, script);

        assertThat(answer.header("content-encoding")).hasValue(coding);
        assertThat(new String(decoded(answer), UTF_8)).contains(text);
    }

    @Test
    void scriptSendsPlainThoughAnotherCodingIsAccepted() {
        WireClient.Answer answer = client.turn(
                WireClient.body("hi"), "accept-encoding", "gzip", ScriptSources.HEADER, "compressed coding=identity");

        assertThat(answer.header("content-encoding")).isEmpty();
        assertThat(answer.text()).contains("response.completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void eventsCanBeReadAsTheyAreWritten(String coding) throws Exception {
        var request = client.request("/responses", "accept-encoding", coding, ScriptSources.HEADER, "silence after=1")
                .POST(BodyPublishers.ofByteArray(Json.bytes(WireClient.body("hi"))))
                .build();
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        try (InputStream body = decoding(
                coding,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofInputStream())
                        .body())) {
            while (text.indexOf("event: response.output_text.delta") < 0) {
                text.append(new String(buffer, 0, body.read(buffer), UTF_8));
            }
            assertThat(emulator.openStreams()).isEqualTo(1);
        }
    }

    private static byte[] decoded(WireClient.Answer answer) throws IOException {
        try (InputStream in =
                decoding(answer.header("content-encoding").orElse(""), new ByteArrayInputStream(answer.bytes()))) {
            return in.readAllBytes();
        }
    }

    private static InputStream decoding(String coding, InputStream in) throws IOException {
        return switch (coding) {
            case "zstd" -> new ZstdInputStream(in).setContinuous(true);
            case "gzip" -> new GZIPInputStream(in);
            default -> in;
        };
    }
}
