package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in parts, over real sockets. */
@Relay
class RelayUploadsTest {
    private static final String UPLOADS = "/v1/uploads";

    private final RunningRelay relay;

    RelayUploadsTest(RunningRelay relay) {
        this.relay = relay;
    }

    private String begun(int bytes) {
        return relay.post(UPLOADS, """
                {"filename": "whole.txt", "purpose": "assistants", "bytes": %d, "mime_type": "text/plain",
                 "expires_after": {"anchor": "created_at", "seconds": 7200}}""".formatted(bytes)).json().path("id").stringValue();
    }

    private WireAnswer part(String upload, String content) {
        return relay.upload(
                UPLOADS + "/" + upload + "/parts",
                new FormBody().file("data", "blob", "application/octet-stream", content.getBytes(UTF_8)));
    }

    private String partId(String upload, String content) {
        return part(upload, content).json().path("id").stringValue();
    }

    private WireAnswer complete(String upload, String partIds, String md5) {
        return relay.post(UPLOADS + "/" + upload + "/complete", "{\"part_ids\": " + partIds + md5 + "}");
    }

    @Test
    void partsBecomeAFileInTheirOrder() {
        String upload = begun(11);
        String world = partId(upload, "world");
        String hello = partId(upload, "hello ");

        WireAnswer completed = complete(
                upload, "[\"" + hello + "\", \"" + world + "\"]", ", \"md5\": \"5EB63BBBE01EEED093CB22BB8F5ACDC3\"");

        assertThat(completed.status()).isEqualTo(200);
        assertThat(completed.json().path("status").stringValue()).isEqualTo("completed");
        assertThat(completed.json().at("/file/filename").stringValue()).isEqualTo("whole.txt");
        assertThat(completed.json().at("/file/expires_at").isIntegralNumber()).isTrue();
        String file = completed.json().at("/file/id").stringValue();
        assertThat(relay.get("/v1/files/" + file + "/content").text()).isEqualTo("hello world");
    }

    @Test
    void partsThatDoNotFitAreRefusedAndTheUploadStays() {
        String upload = begun(6);
        String part = partId(upload, "hello");
        String list = "[\"" + part + "\"]";

        WireAnswer tooMuch = part(upload, "more than the whole");
        WireAnswer again = part(upload, "hello");
        WireAnswer tooLittle = complete(upload, list, "");
        String rest = partId(upload, "!");
        WireAnswer otherContent = complete(
                upload, "[\"" + part + "\", \"" + rest + "\"]", ", \"md5\": \"00000000000000000000000000000000\"");
        WireAnswer unknown = complete(upload, "[\"part_x\"]", "");

        for (WireAnswer refused : List.of(tooMuch, tooLittle, otherContent)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.error("code")).isEqualTo("invalid_value");
        }
        assertThat(again.status()).isEqualTo(200);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(complete(upload, "[\"" + part + "\", \"" + rest + "\"]", "").status())
                .isEqualTo(200);
    }

    @Test
    void cancelledUploadTakesNothing() {
        int before = storedBytes();
        String upload = begun(5);
        String part = partId(upload, "hello");

        WireAnswer cancelled = relay.send("POST", UPLOADS + "/" + upload + "/cancel", "");

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("status").stringValue()).isEqualTo("cancelled");
        assertThat(part(upload, "hello").status()).isEqualTo(400);
        assertThat(complete(upload, "[\"" + part + "\"]", "").status()).isEqualTo(400);
        assertThat(storedBytes()).isEqualTo(before);
    }

    private int storedBytes() {
        return relay.get("/v1/relay/status").json().at("/storage/total_bytes").intValue();
    }

    @Test
    void unknownUploadIsNotFound() {
        for (WireAnswer answer : List.of(
                part("upload_x", "hello"),
                complete("upload_x", "[]", ""),
                relay.send("POST", UPLOADS + "/upload_x/cancel", ""))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.error("message")).contains("upload_x");
        }
    }

    @Test
    void partNeedsItsData() {
        WireAnswer answer = relay.upload(UPLOADS + "/" + begun(5) + "/parts", new FormBody().field("other", "x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo("data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | filename",
                "{\"filename\": \"a\"} | 400 | purpose",
                "{\"filename\": 3} | 400 | filename",
                "{\"filename\": \"a\", \"purpose\": \"x\"} | 400 | purpose",
                "{\"filename\": \"a\", \"purpose\": \"batch\"} | 400 | bytes",
                "{\"filename\": \"a\", \"purpose\": \"batch\", \"bytes\": 0} | 400 | bytes",
                "{\"filename\": \"a\", \"purpose\": \"batch\", \"bytes\": 1.5} | 400 | bytes",
                "{\"filename\": \"a\", \"purpose\": \"batch\", \"bytes\": 1} | 400 | mime_type",
                "{\"filename\": \"a\", \"purpose\": \"batch\", \"bytes\": 1, \"expires_after\": {}} | 400 | expires_after.anchor",
                "{\"filename\": \"a\", \"purpose\": \"batch\", \"bytes\": 99999999999, \"mime_type\": \"a/b\"} | 413 | ''",
            })
    void wrongRequestIsRefused(String body, int status, String param) {
        WireAnswer answer = relay.post(UPLOADS, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("param")).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename", "purpose", "mime_type", "expires_after.anchor"})
    void textThatIsTooLongIsRefusedByName(String name) {
        String begin = """
                {"filename": "filename", "purpose": "assistants", "bytes": 5, "mime_type": "text/plain",
                 "expires_after": {"anchor": "created_at", "seconds": 7200}}""";
        String last = name.substring(name.indexOf('.') + 1);
        String tooLong = begin.replaceFirst("(\"" + last + "\": )\"[^\"]*\"", "$1\"" + "x".repeat(4_097) + "\"");

        WireAnswer refused = relay.post(UPLOADS, tooLong);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error("code")).isEqualTo("string_above_max_length");
        assertThat(refused.error("param")).isEqualTo(name);
        assertThat(refused.error("message")).contains("4096", "4097");
    }

    @Test
    void idOfAPartThatIsTooLongIsRefusedByName() {
        WireAnswer refused = complete(begun(5), "[\"" + "x".repeat(5_000) + "\"]", "");

        assertThat(refused.error("code")).isEqualTo("string_above_max_length");
        assertThat(refused.error("param")).isEqualTo("part_ids[0]");
    }
}
