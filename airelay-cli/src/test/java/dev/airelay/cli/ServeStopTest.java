package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A serving command that is asked to stop while a stream runs. */
@Timeout(120)
final class ServeStopTest {

    private static final String ENDLESS = """
            {"model": "gpt-5.5", "stream": true, "messages": [
             {"role": "user", "content": "hello [[emulate: text words=100, silence after=20]]"}]}""";

    @Test
    void furtherSignalEndsTheStreamWithAnError(@TempDir Path home) throws Exception {
        TestProcess process = new TestProcess(home).with("AIRELAY_SHUTDOWN_SECONDS", "3600");
        try (ServingProcess serving = ServingProcess.start(process, "serve", "--demo", "--port", "0")) {
            String url = serving.lineStarting("AIRelay at").substring("AIRelay at ".length());
            String token = serving.lineStarting("Relay token:").replaceAll("^Relay token:\\s*", "");
            try (BufferedReader stream = open(url + "/chat/completions", token)) {
                assertThat(stream.readLine()).startsWith("data: ");

                CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(() -> stop(serving));
                process.furtherSignals.forEach(Runnable::run);

                assertThat(stream.lines().collect(Collectors.joining("\n"))).contains("relay_stopping");
                assertThat(stopped.get(60, TimeUnit.SECONDS)).isZero();
                assertThat(serving.errors())
                        .contains("airelay: Finishing 1 request, for up to 3600 s. Press Ctrl-C again to stop now.");
                assertThat(serving.rest()).as("The last request has its line").contains(" chat ", "relay_stopping");
            }
        }
    }

    private static int stop(ServingProcess serving) {
        try {
            return serving.stop();
        } catch (ExecutionException | InterruptedException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    private static BufferedReader open(String url, String token) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("authorization", "Bearer " + token);
        connection.setRequestProperty("content-type", "application/json");
        connection.setDoOutput(true);
        connection.getOutputStream().write(ENDLESS.getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }
}
