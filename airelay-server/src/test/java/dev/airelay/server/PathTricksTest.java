package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of paths that mean to get around the token, or out of the data directory. */
@Timeout(60)
class PathTricksTest {

    @TempDir
    Path dataDir;

    private AbuseTest siege;

    @BeforeEach
    void start() {
        siege = AbuseTest.of(dataDir);
    }

    @AfterEach
    void stop() {
        siege.close();
    }

    private RawAnswer get(String target, String token) {
        return siege.attacker()
                .write(RawClient.head("GET " + target + " HTTP/1.1").replace(RunningRelay.TOKEN, token))
                .answer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthz/../v1/models",
                "/healthz/%2e%2e/v1/models",
                "/healthz%2f..%2fv1/models",
                "/./v1/models",
                "/%2e/v1/models",
                "//v1//models",
                "/v1/./models",
                "/v1/%2e%2e/v1/models",
                "/%76%31/models",
                "/v1%2fmodels",
                "/v1/models%00",
                "/%00/v1/models",
                "/v1;x/models",
                "/v1\\models",
                "/healthz?/../v1/models",
                "/healthz#/v1/models",
                "http://127.0.0.1/v1/models",
                "http://127.0.0.1//v1/models",
                "http://127.0.0.1/healthz/../v1/models",
                "HTTP://localhost:1/V1/models",
                "/V1/models",
                "/models",
                "models",
                "v1/models",
                "*",
                "127.0.0.1:80",
                "/api/tags",
                "//api//tags/",
                "/api/hello/../tags",
                "/api/%68ello/../tags",
                "/API/tags",
                "/v1/api/tags",
                "/no-tools/api/tags",
                "http://127.0.0.1/api/ps",
            })
    void withoutTheTokenNoSpellingShowsAnything(String target) {
        RawAnswer answer = get(target, "wrong");

        assertThat(answer.body()).doesNotContain("gpt-");
        assertThat(answer.status())
                .isIn(
                        target.startsWith("/healthz?") || target.startsWith("/healthz#")
                                ? new Object[] {200}
                                : new Object[] {400, 401, 404});
        assertThat(siege.relay().emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files/..%2f..%2frelay-token/content",
                "/v1/files/%2e%2e%2f%2e%2e%2frelay-token/content",
                "/v1/files/../../relay-token/content",
                "/v1/files/%00/content",
                "/v1/files/file-%00/content",
                "/v1/files/%ff%fe/content",
                "/v1/files/%/content",
                "/v1/files/%zz/content",
                "/v1/files/..%5c..%5crelay-token/content",
                "/v1/files//etc/passwd/content",
                "/v1/files/%2fetc%2fpasswd/content",
                "/v1/responses/..%2f..%2fauth.json",
                "/v1/conversations/..%2f..%2fauth.json",
            })
    void withTheTokenNoSpellingLeavesTheStore(String target) {
        RawAnswer answer = get(target, RunningRelay.TOKEN);

        assertThat(answer.status()).as(answer.body()).isIn(400, 404);
        assertThat(answer.body()).contains("\"error\"").doesNotContain("root:");
    }
}
