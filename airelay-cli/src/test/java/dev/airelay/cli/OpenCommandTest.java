package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
final class OpenCommandTest {
    private TestProcess process;

    @BeforeEach
    void initialize(@TempDir Path home) {
        process = new TestProcess(home);
        process.run("init");
    }

    @Test
    void saysThatNoRelayRuns() {
        process.with("AIRELAY_PORT", "0");

        TestProcess.Result result = process.run("open");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("No relay is running. Start it with: airelay serve");
    }

    @Test
    void printsALinkThatSignsInOnce() throws Exception {
        try (ServingProcess serving = serve()) {
            URI link = URI.create(process.run("open", "--print").out().strip());

            assertThat(link.getPath()).isEqualTo("/");
            assertThat(exchange(link)).isEqualTo(200);
            assertThat(exchange(link)).isEqualTo(401);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void printsTheLinkAsJson() throws Exception {
        try (ServingProcess serving = serve()) {
            JsonNode document =
                    JsonMapper.shared().readTree(process.run("open", "--json").out());

            assertThat(exchange(URI.create(document.path("url").stringValue()))).isEqualTo(200);
            assertThat(document.path("expires_in").intValue()).isEqualTo(60);
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void startsTheBrowserWithoutShowingTheCode() throws Exception {
        process.with("BROWSER", "true");
        try (ServingProcess serving = serve()) {
            TestProcess.Result result = process.run("open");

            assertThat(result.out()).startsWith("Opening http://127.0.0.1:").doesNotContain("#k=");
            assertThat(serving.stop()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/nowhere/browser", "false", "false:/nowhere/browser"})
    void printsTheLinkWhenNoBrowserOpensIt(String browser) throws Exception {
        process.with("BROWSER", browser);
        try (ServingProcess serving = serve()) {
            TestProcess.Result result = process.run("open");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("No browser could be started", "/#k=");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void triesTheBrowsersOfAListInTurn() throws Exception {
        Path seen = process.file("seen");
        process.with("BROWSER", "false::sh -c 'echo \"$1\" >\"" + seen + "\"' browser '<%s>':/nowhere/browser");
        try (ServingProcess serving = serve()) {
            assertThat(process.run("open").out()).startsWith("Opening http://127.0.0.1:");
            assertThat(seen)
                    .content()
                    .startsWith("<http://127.0.0.1:")
                    .contains("#k=")
                    .endsWith(">\n");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void needsNoCodeWithoutAuthentication() throws Exception {
        process.with("AIRELAY_REQUIRE_BEARER_AUTH", "false");
        try (ServingProcess serving = serve()) {
            assertThat(process.run("open", "--print").out().strip()).endsWith("/");
            assertThat(serving.stop()).isZero();
        }
    }

    @Test
    void serveShowsACodeToAPersonOnly() throws Exception {
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0")) {
            assertThat(serving.lineStarting("Page")).endsWith("/").doesNotContain("#k=");
            assertThat(serving.stop()).isZero();
        }
        process.with("NO_COLOR", "1");
        try (ServingProcess serving = ServingProcess.start(process.onTerminal(), "serve", "--port", "0", "--quiet")) {
            String line = serving.lineStarting("Page");

            assertThat(exchange(URI.create(line.substring(line.indexOf("http")))))
                    .isEqualTo(200);
            assertThat(serving.lineStarting("(works once")).contains("later: airelay open");
            assertThat(serving.stop()).isZero();
        }
    }

    private ServingProcess serve() throws IOException {
        ServingProcess serving = ServingProcess.start(process, "serve", "--port", "0");
        serving.lineStarting("Press Ctrl-C");
        return serving;
    }

    /** Exchanges the code of a link as the page does, and returns the status. */
    private static int exchange(URI link) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) link.resolve("/page/session").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty(
                "Authorization", "Bearer " + link.getFragment().substring("k=".length()));
        return connection.getResponseCode();
    }
}
