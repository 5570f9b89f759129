package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults of {@link FaultTable} in the routes of images and audio: the same status and code as in a generation. */
class MediaFaultsTest {

    /** Faults of the events of a text, which these routes do not have, or that need another setting of the relay. */
    private static final Set<String> OF_TEXT = Set.of(
            "silence",
            "endless",
            "incomplete",
            "no-item-done",
            "shuffled-done",
            "null-usage",
            "no-terminal",
            "not-found");

    @TempDir
    static Path dataDir;

    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("upstream.retry_attempts", "2", "upstream.retry_delay_seconds", "0.001"));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    /** The ways to the routes. */
    private enum Media {
        IMAGE("images") {
            @Override
            WireAnswer ask(RunningRelay asked, String prompt) {
                return asked.post(RunningRelay.IMAGES, "{\"prompt\": \"" + prompt + "\"}");
            }
        },
        IMAGE_BY_TOOL("") {
            @Override
            WireAnswer ask(RunningRelay asked, String prompt) {
                return asked.post(RunningRelay.IMAGES, "{\"prompt\": \"" + prompt + "\", \"moderation\": \"low\"}");
            }
        },
        TRANSCRIPTION("transcribe") {
            @Override
            WireAnswer ask(RunningRelay asked, String prompt) {
                return asked.upload(
                        RunningRelay.TRANSCRIPTIONS,
                        new FormBody()
                                .field("model", "gpt-4o-transcribe")
                                .file("file", "a.wav", "audio/wav", new byte[100]));
            }
        };

        private final String target;

        Media(String target) {
            this.target = target;
        }

        abstract WireAnswer ask(RunningRelay asked, String prompt);
    }

    static Stream<FaultRow> rows() {
        return FaultTable.rows().stream()
                .filter(row -> !OF_TEXT.contains(row.script()))
                .flatMap(row -> row.cases().stream());
    }

    static Stream<FaultRow> rowsOfObjects() {
        return rows().filter(MediaFaultsTest::appliesToObjects);
    }

    /** Whether a fault means the same where there is one object and no events. */
    private static boolean appliesToObjects(FaultRow row) {
        boolean ofStream = row.fault().contains("at=first")
                || row.fault().contains("at=middle")
                || row.fault().contains("form=")
                || row.answer().good()
                || (row.script().equals("cut") && !row.fault().contains("at=headers"))
                || row.script().equals("header");
        // A route that is missing has a substitute, or is named as missing.
        return !ofStream && row.answer().status() != 404;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsOfObjects")
    void faultOfARouteHasItsStatus(FaultRow row) {
        for (Media media : Set.of(Media.IMAGE, Media.TRANSCRIPTION)) {
            relay.reset();
            // Three attempts, and one on a connection from the pool, which is not counted when it is cut.
            for (int request = 0; request < 4; request++) {
                relay.script(row.fault() + " on=" + media.target);
            }

            WireAnswer answer = media.ask(relay, "a cat");

            assertError(row, answer, media + " " + row + " " + answer.text());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void faultOfTheToolHasItsStatus(FaultRow row) {
        relay.reset();

        WireAnswer answer =
                Media.IMAGE_BY_TOOL.ask(relay, "a cat [[emulate: " + row.fault().replace("\"", "\\\"") + "]]");

        String what = row + " " + answer.text();
        if (row.answer().good()) {
            assertThat(answer.status()).as(what).isEqualTo(200);
        } else {
            assertError(row, answer, what);
        }
    }

    private static void assertError(FaultRow row, WireAnswer answer, String what) {
        assertThat(answer.status()).as(what).isEqualTo(row.answer().status());
        assertThat(answer.error("message")).as(what).isNotBlank().doesNotContain("<html", "<h1");
        assertThat(answer.error("code")).as(what).isEqualTo(row.code());
        assertThat(answer.header("x-should-retry")).as(what).isEqualTo(row.advice());
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE", "TRANSCRIPTION"})
    void bodyThatIsCutIsRepeated(Media media) {
        relay.reset();
        relay.script("cut at=event on=" + media.target);

        assertThat(media.ask(relay, "a cat").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "cut after=1, incomplete_stream",
        "cut after=1 at=event, incomplete_stream",
        "server_error at=middle after=1, server_error",
        "no-terminal, incomplete_stream"
    })
    void streamThatBreaksOffEndsWithOneError(String fault, String code) {
        relay.reset();

        WireAnswer answer = relay.post(
                RunningRelay.IMAGES,
                "{\"prompt\": \"a cat [[emulate: " + fault + "]]\", \"stream\": true, \"partial_images\": 3}");

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.frames().stream().filter(frame -> frame.json().has("error")))
                .as(answer::text)
                .hasSize(1);
        assertThat(answer.frames()
                        .get(answer.frames().size() - 1)
                        .json()
                        .at("/error/code")
                        .stringValue(""))
                .isEqualTo(code);
        assertThat(answer.text()).doesNotContain("image_generation.completed").contains("event: error\n");
    }

    @Test
    void silenceEndsWithTheTimeLimitsOfTheRoutes(@TempDir Path other) {
        try (RunningRelay impatient = RunningRelay.start(
                other,
                Map.of("upstream.image_timeout_seconds", "0.3", "upstream.transcription_timeout_seconds", "0.3"))) {
            for (Media media : Set.of(Media.IMAGE, Media.TRANSCRIPTION)) {
                impatient.reset();
                impatient.script("silence at=headers on=" + media.target);

                WireAnswer answer = media.ask(impatient, "a cat");

                assertThat(answer.status()).as(answer::text).isEqualTo(504);
                assertThat(answer.error("code")).isEqualTo("upstream_timeout");
            }
        }
    }

    @Test
    void responseBeyondTheLimitIsAnError(@TempDir Path other) {
        try (RunningRelay small = RunningRelay.start(other, Map.of("upstream.max_image_response_bytes", "65536"))) {
            small.script("status code=200 on=images body={\"data\":[{\"b64_json\":\"" + "A".repeat(70_000) + "\"}]}");

            WireAnswer answer = small.post(RunningRelay.IMAGES, "{\"prompt\": \"a cat\"}");

            assertThat(answer.status()).as(answer::text).isEqualTo(502);
            assertThat(answer.error("code")).isEqualTo("answer_too_large");
        }
    }

    @Test
    void missingTranscriptionRouteIsNamed() {
        relay.reset();
        relay.script("not-found on=transcribe");

        WireAnswer answer = Media.TRANSCRIPTION.ask(relay, "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error("code")).isEqualTo("upstream_route_missing");
    }
}
