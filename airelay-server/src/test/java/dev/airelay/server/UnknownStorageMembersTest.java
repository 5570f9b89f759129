package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members and form fields that the storage routes do not know, over real sockets. */
class UnknownStorageMembersTest {

    private static final String UPLOAD = """
            {"filename": "a.txt", "purpose": "assistants", "bytes": 2, "mime_type": "text/plain", "x": 1,
             "expires_after": {"anchor": "created_at", "seconds": 3600, "y": 1}, "none": null, "empty": {}}""";

    @TempDir
    Path dataDir;

    private static FormBody file() {
        return new FormBody()
                .field("purpose", "user_data")
                .field("expires_after", "{\"anchor\": \"created_at\", \"seconds\": 3600, \"y\": 1}")
                .field("x", "1")
                .file("file", "a.txt", "text/plain", "hi".getBytes(UTF_8));
    }

    private static FormBody part() {
        return new FormBody().field("x", "1").file("data", "part", "text/plain", "hi".getBytes(UTF_8));
    }

    private static Optional<String> ignored(WireAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.header("x-airelay-ignored-parameters");
    }

    @Test
    void areNamed() {
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            WireAnswer upload = relay.post("/v1/uploads", UPLOAD);
            String path = "/v1/uploads/" + upload.json().path("id").stringValue();
            WireAnswer part = relay.upload(path + "/parts", part());
            String parts = "{\"part_ids\": [\"" + part.json().path("id").stringValue() + "\"], \"x\": 1}";
            WireAnswer conversation = relay.post("/v1/conversations", "{\"x\": 1}");
            String items = "/v1/conversations/" + conversation.json().path("id").stringValue() + "/items";

            assertThat(ignored(upload)).hasValue("x, expires_after.y");
            assertThat(ignored(part)).hasValue("x");
            assertThat(ignored(relay.post(path + "/complete", parts))).hasValue("x");
            assertThat(ignored(relay.upload("/v1/files", file()))).hasValue("x, expires_after.y");
            assertThat(ignored(conversation)).hasValue("x");
            assertThat(ignored(relay.post(items, "{\"items\": [{\"role\": \"user\", \"content\": \"hi\", \"x\": 1}]}")))
                    .hasValue("items[0].x");
        }
    }

    @Test
    void areRefusedInStrictMode() {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("compatibility.strict_parameters", "true"))) {
            for (WireAnswer answer : new WireAnswer[] {
                relay.post("/v1/uploads", UPLOAD),
                relay.upload("/v1/files", file()),
                relay.post("/v1/conversations", "{\"x\": 1}")
            }) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.error("code")).isEqualTo("unknown_parameter");
                assertThat(answer.error("param")).isEqualTo("x");
            }
            assertThat(relay.get("/v1/files").json().path("data")).isEmpty();
        }
    }
}
