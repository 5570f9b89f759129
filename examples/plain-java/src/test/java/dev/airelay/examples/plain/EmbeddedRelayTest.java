package dev.airelay.examples.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.airelay.server.RelayServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRelayTest {
    @TempDir
    Path directory;

    @Test
    void servesWithTheGivenTokenAndDirectory() throws Exception {
        try (RelayServer relay = EmbeddedRelay.start(directory, "token-of-the-test")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(relay.clientBaseUrl() + "/files"))
                    .header("Authorization", "Bearer token-of-the-test")
                    .build();

            assertEquals(
                    200,
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode());
        }
        assertTrue(Files.isDirectory(directory.resolve("logs")));
    }
}
