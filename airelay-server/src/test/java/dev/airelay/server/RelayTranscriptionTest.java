package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedHeader;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.testsupport.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transcriptions, over real sockets. */
class RelayTranscriptionTest {

    private static final String PATH = RunningRelay.TRANSCRIPTIONS;
    private static final byte[] AUDIO = new byte[5_000];

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

    private static FormBody form() {
        return new FormBody().field("model", "gpt-4o-transcribe").file("file", "speech.wav", "audio/wav", AUDIO);
    }

    private List<RecordedRequest> asked() {
        return relay.emulator().requests("/backend-api/transcribe");
    }

    @Test
    void textIsAnsweredAsAnObject() {
        WireAnswer answer = relay.upload(PATH, form().field("language", "en").field("prompt", "names: \"Ada\""));

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.json().path("text").stringValue())
                .isEqualTo("[emulator] I heard 5000 bytes of speech.wav in en, after \"names: \"Ada\"\".");
        assertThat(answer.header("x-airelay-emulated")).isEmpty();
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.path()).isEqualTo("/backend-api/transcribe");
        assertThat(request.headers().stream().map(RecordedHeader::name).map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "host",
                        "authorization",
                        "chatgpt-account-id",
                        "user-agent",
                        "originator",
                        "version",
                        "content-type",
                        "content-length");
    }

    @Test
    void textIsAnsweredAsText() {
        WireAnswer answer = relay.upload(PATH, form().field("response_format", "text"));

        assertThat(answer.header("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.text()).isEqualTo("[emulator] I heard 5000 bytes of speech.wav.");
    }

    @ParameterizedTest
    @CsvSource({"whisper-1", "gpt-4o-mini-transcribe", "gpt-transcribe"})
    void otherModelsAreReplacedAndNamed(String model) {
        WireAnswer answer = relay.upload(
                PATH,
                new FormBody()
                        .field("model", model)
                        .field("temperature", "0.2")
                        .field("stream", "false")
                        .file("file", "a.mp3", "audio/mpeg", AUDIO));

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.header("x-airelay-emulated")).hasValue("model");
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("temperature");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response_format | srt | response_format | unsupported_value",
                "response_format | verbose_json | response_format | unsupported_value",
                "response_format | odd | response_format | invalid_value",
                "stream | true | stream | unsupported_value",
                "stream | yes | stream | invalid_type",
                "include[] | logprobs | include | unsupported_parameter",
                "timestamp_granularities[] | word | timestamp_granularities | unsupported_parameter",
                "chunking_strategy | auto | chunking_strategy | unsupported_parameter",
                "known_speaker_names[] | Ada | known_speaker_names | unsupported_parameter",
                "keywords[] | Ada | keywords | unsupported_parameter",
                "temperature | hot | temperature | invalid_type",
                "language | the language of Shakespeare | language | invalid_value"
            })
    void whatTheUpstreamCannotDoIsRefusedByName(String field, String value, String param, String code) {
        WireAnswer answer = relay.upload(PATH, form().field(field, value));

        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(param);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(asked()).isEmpty();
    }

    @Test
    void incompleteFormIsRefusedByName() {
        FormBody noModel = new FormBody().file("file", "a.wav", "audio/wav", AUDIO);
        FormBody noFile = new FormBody().field("model", "whisper-1");
        FormBody text = new FormBody().field("model", "whisper-1").field("file", "x");
        FormBody empty = new FormBody().field("model", "whisper-1").file("file", "a.wav", "audio/wav", new byte[0]);
        FormBody twice = form().file("file", "b.wav", "audio/wav", AUDIO);
        FormBody beside = form().field("file", "x");
        FormBody unknown = new FormBody().field("model", "whisper-9").file("file", "a.wav", "audio/wav", AUDIO);
        FormBody diarized =
                new FormBody().field("model", "gpt-4o-transcribe-diarize").file("file", "a.wav", "audio/wav", AUDIO);

        assertThat(relay.upload(PATH, noModel).error("param")).isEqualTo("model");
        assertThat(relay.upload(PATH, noFile).error("param")).isEqualTo("file");
        assertThat(relay.upload(PATH, text).error("message")).contains("expected a file");
        assertThat(relay.upload(PATH, empty).error("message")).contains("empty");
        assertThat(relay.upload(PATH, twice).error("param")).isEqualTo("file");
        assertThat(relay.upload(PATH, beside).error("message")).contains("more than one part");
        assertThat(relay.upload(PATH, unknown).error("message")).contains("whisper-9", "gpt-4o-transcribe");
        assertThat(relay.upload(PATH, diarized).error("code")).isEqualTo("unsupported_value");
        assertThat(relay.post(PATH, "{}").status()).isEqualTo(415);
        assertThat(asked()).isEmpty();
    }

    @Test
    void fileBeyondTheLimitIsRefused() {
        WireAnswer answer = relay.upload(
                PATH,
                new FormBody()
                        .field("model", "whisper-1")
                        .file("file", "a.wav", "audio/wav", new byte[25 * 1024 * 1024 + 1]));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo("file");
        assertThat(answer.error("message")).contains("26214400");
        assertThat(relay.server().memory().taken()).isZero();
    }

    @Test
    void largestFileIsTaken() {
        WireAnswer answer = relay.upload(
                PATH,
                new FormBody()
                        .field("model", "whisper-1")
                        .file("file", "a.wav", "audio/wav", new byte[25 * 1024 * 1024]));

        assertThat(answer.json().path("text").stringValue()).contains("26214400 bytes");
    }

    @Test
    void overloadIsRepeated() {
        relay.script("server_is_overloaded on=transcribe");

        assertThat(relay.upload(PATH, form()).status()).isEqualTo(200);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void answerWithoutATextIsAnError() {
        relay.script("status code=200 body={} on=transcribe");

        WireAnswer answer = relay.upload(PATH, form());

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.error("code")).isEqualTo("unexpected_response");
    }

    @Test
    void twinsAnswerTheSameAndOtherAudioRoutesAreNotServed() {
        assertThat(relay.upload("/no-tools" + PATH, form()).status()).isEqualTo(200);
        assertThat(relay.upload("/audio/transcriptions", form()).status()).isEqualTo(200);
        assertThat(relay.post("/v1/audio/speech", "{}").status()).isEqualTo(501);
        assertThat(relay.post("/v1/audio/translations", "{}").status()).isEqualTo(501);
        assertThat(relay.post(PATH, form().bytes(), "content-type", FormBody.CONTENT_TYPE, "authorization", "Bearer x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void uploadThatIsBrokenOffLeavesNothing() {
        RawClient client = RawClient.of(relay);
        client.write(RawClient.head(
                "POST " + PATH + " HTTP/1.1", "content-type: " + FormBody.CONTENT_TYPE, "content-length: 100000"));
        client.write(form().bytes());

        client.reset();

        Eventually.await("memory that is left", () -> relay.server().memory().taken() == 0);
        assertThat(asked()).isEmpty();
    }

    @Test
    void clientThatGoesEndsTheUpstreamsWork() {
        relay.script("silence at=headers on=transcribe");
        byte[] form = form().bytes();
        RawClient client = RawClient.of(relay);
        client.write(RawClient.head(
                "POST " + PATH + " HTTP/1.1",
                "content-type: " + FormBody.CONTENT_TYPE,
                "content-length: " + form.length));
        client.write(form);
        RecordedRequest request = relay.upstreamRequest();

        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
    }
}
