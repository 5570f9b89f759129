package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
final class DemoTest {
    private static final Pattern CURL =
            Pattern.compile("curl -sS -w '\\\\n' (\\S+) -H '([^:']+): ([^']+)' -H '([^:']+): ([^']+)' -d '([^']+)'");

    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void printedLineGetsAnAnswer() throws Exception {
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--demo", "--port", "0")) {
            JsonNode answer = send(serving.lineStarting("curl "));

            assertThat(answer.path("object").stringValue()).isEqualTo("chat.completion");
            assertThat(answer.path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .stringValue())
                    .isNotBlank();
            assertThat(serving.stop()).isZero();
            assertThat(serving.errors()).isEmpty();
        }
    }

    @Test
    void itsOwnDataDirectoryGoesAtTheEndAndTheUsersIsNotTouched() throws Exception {
        Path directory;
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--demo", "--port", "0")) {
            String line = serving.lineStarting("Data dir:");
            assertThat(line).endsWith(" (deleted at exit)");
            directory = Path.of(line.replaceAll("^Data dir:\\s*| \\(deleted at exit\\)$", ""));
            assertThat(directory.resolve("relay-token")).exists();
            serving.lineStarting("curl ");
            serving.stop();
        }

        assertThat(directory).doesNotExist();
        assertThat(process.file(".airelay")).doesNotExist();
    }

    @Test
    void givenDataDirectoryAndItsTokenStay() throws Exception {
        process.run("init", "--data-dir", "kept");
        String token = Files.readString(process.file("kept/relay-token")).strip();
        try (ServingProcess serving =
                ServingProcess.start(process, "--data-dir", "kept", "serve", "--demo", "--port", "0")) {
            assertThat(serving.lineStarting("Relay token:")).endsWith(token);
            assertThat(serving.lineStarting("Data dir:"))
                    .endsWith(process.file("kept").toString());
            serving.lineStarting("curl ");
            serving.stop();
        }

        assertThat(process.file("kept/relay-token")).hasContent(token + "\n");
    }

    @Test
    void userSettingsAndTokenAreIgnored() throws Exception {
        process.run("init");
        Files.writeString(process.file(".config/airelay/config.toml"), "this is not TOML");
        process.with("AIRELAY_BEARER_TOKEN", "the-real-token");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--demo", "--port", "0")) {
            assertThat(serving.lineStarting("curl ")).doesNotContain("the-real-token");
            assertThat(serving.stop()).isZero();
        }
    }

    private static JsonNode send(String curl) throws IOException {
        Matcher line = CURL.matcher(curl);
        assertThat(line.matches()).as(curl).isTrue();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(line.group(1)).toURL().openConnection();
        connection.setRequestProperty(line.group(2), line.group(3));
        connection.setRequestProperty(line.group(4), line.group(5));
        connection.setDoOutput(true);
        connection.getOutputStream().write(line.group(6).getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);
        try (InputStream body = connection.getInputStream()) {
            return JsonMapper.shared().readTree(body.readAllBytes());
        }
    }
}
