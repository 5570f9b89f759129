package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are compressed though nobody asked, and bodies that are something else than their head says. */
class CodedAnswerWireTest {

    private static final String TURN = Sse.stream(Sse.CREATED, Sse.DELTA, Sse.COMPLETED);

    private final MockWebServer upstream = new MockWebServer();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()));
    }

    @AfterEach
    void stop() {
        rig.close();
        upstream.close();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
            out.write(plain);
        }
        return encoded.toByteArray();
    }

    private static byte[] coded(String coding, String text) throws IOException {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return coding.contains("zstd") ? Zstd.compress(plain) : gzip(plain);
    }

    private static MockResponse.Builder answer(String coding, byte[] body) {
        Buffer buffer = new Buffer();
        buffer.write(body);
        return new MockResponse.Builder()
                .setHeader("content-type", "text/event-stream")
                .setHeader("content-encoding", coding)
                .body(buffer);
    }

    private List<String> signals() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        return sink.toTheEnd();
    }

    private UpstreamFailure fail() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        return sink.awaitFailure();
    }

    @Test
    void requestsNoCoding() throws Exception {
        upstream.enqueue(new MockResponse.Builder().body(TURN).build());

        signals();

        assertThat(upstream.takeRequest(5, SECONDS).getHeaders().get("accept-encoding"))
                .isEqualTo("identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "zstd"})
    void codedStreamIsDecoded(String coding) throws Exception {
        upstream.enqueue(answer(coding, coded(coding, TURN)).build());

        assertThat(signals())
                .containsExactly(
                        "open", "response.created", "response.output_text.delta", "response.completed", COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void codedStreamMayComeInSmallPieces(String coding) throws Exception {
        Buffer body = new Buffer();
        body.write(coded(coding, TURN));
        upstream.enqueue(new MockResponse.Builder()
                .setHeader("content-encoding", coding)
                .chunkedBody(body, 1)
                .build());

        assertThat(signals())
                .containsExactly(
                        "open", "response.created", "response.output_text.delta", "response.completed", COMPLETE);
    }

    @Test
    void severalGzipMembersAreOneStream() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(coded("gzip", Sse.CREATED));
        members.write(coded("gzip", Sse.DELTA));
        members.write(coded("gzip", Sse.COMPLETED));
        upstream.enqueue(answer("gzip", members.toByteArray()).build());

        assertThat(signals()).endsWith("response.completed", COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void codedObjectIsDecoded(String coding) throws Exception {
        upstream.enqueue(answer(coding, coded(coding, "{\"models\":[{\"slug\":\"gpt-5.5\"}]}"))
                .build());

        assertThat(Rig.get(rig.client.models(rig.loop)).find("gpt-5.5")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void codedRefusalIsRead(String coding) throws Exception {
        upstream.enqueue(
                answer(coding, coded(coding, "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"m\"}}"))
                        .code(429)
                        .build());

        assertThat(fail().error().code()).isEqualTo("usage_limit_reached");
    }

    @Test
    void unknownCodingIsNamed() throws Exception {
        upstream.enqueue(answer("br", new byte[] {1, 2, 3}).build());

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().message()).contains("the coding br is not supported", "upstream.base_url");
    }

    @Test
    void statusCountsWhenTheBodyCannotBeRead() throws Exception {
        upstream.enqueue(answer("br", new byte[] {1, 2, 3}).code(429).build());

        assertThat(fail().status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void damagedBodyIsAFailure(String coding) throws Exception {
        byte[] body = coded(coding, TURN);
        body[body.length / 2] ^= 0x55;
        body[2] ^= 0x7f;
        upstream.enqueue(answer(coding, body).build());

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().message()).contains("cannot be decoded");
    }

    @Test
    void whatFollowsTheLastEventIsOfNoInterest() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(coded("zstd", TURN));
        body.write("damaged".repeat(100).getBytes(StandardCharsets.UTF_8));
        upstream.enqueue(answer("zstd", body.toByteArray()).build());

        assertThat(signals()).endsWith("response.completed", COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void cutBodyIsAnIncompleteStream(String coding) throws Exception {
        byte[] body = coded(coding, Sse.CREATED);
        upstream.enqueue(answer(coding, body).build());

        assertThat(fail().error().code()).isEqualTo("incomplete_stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bodyThatBecomesImmenseIsRefused(String coding) throws Exception {
        String line = ":" + " ".repeat(1023) + "\n";
        upstream.enqueue(answer(coding, coded(coding, line.repeat(64 * 1024))).build());

        assertThat(fail().error().message()).contains("becomes more than");
    }

    @Test
    void windowOfZstdIsBounded() throws Exception {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(encoded)) {
            out.setLong(27);
            out.write(TURN.getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("\n".getBytes(StandardCharsets.UTF_8));
        }
        upstream.enqueue(answer("zstd", encoded.toByteArray()).build());

        assertThat(fail().error().message()).contains("cannot be decoded");
    }

    private void enqueue(String type, String body) {
        MockResponse.Builder response = new MockResponse.Builder().body(body);
        if (!type.equals("none")) {
            response.setHeader("content-type", type);
        }
        upstream.enqueue(response.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n", ": ping\n\n", "\r\n \r\n", "retry: 10\n\n"})
    void eventStreamMayBeginInManyWays(String beginning) throws Exception {
        enqueue("none", beginning + TURN);

        assertThat(signals()).endsWith("response.completed", COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({"none", "text/event-stream", "application/json"})
    void errorInJsonIsNotReadAsAStream(String type) throws Exception {
        enqueue(
                type,
                "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"The limit.\",\"resets_in_seconds\":7}}");

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.error().message()).isEqualTo("The limit.");
        assertThat(failure.retryAfter()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"none", "text/event-stream"})
    void pageIsNotReadAsAStream(String type) throws Exception {
        enqueue(type, "\n <html><body>Sign in to the hotel's network</body></html>");

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().code()).isEqualTo("unexpected_response");
        assertThat(failure.error().message()).doesNotContain("hotel");
    }

    @Test
    void emptyBodyWithoutTypeIsAnIncompleteStream() throws Exception {
        enqueue("none", "");

        assertThat(fail().error().code()).isEqualTo("incomplete_stream");
    }
}
