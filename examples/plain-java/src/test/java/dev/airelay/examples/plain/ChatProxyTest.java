package dev.airelay.examples.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.airelay.emulator.Emulator;
import dev.airelay.junit.Answer;
import dev.airelay.junit.TestRelay;
import dev.airelay.junit.WithRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithRelay
class ChatProxyTest {
    private final TestRelay model;
    private HttpServer server;

    ChatProxyTest(TestRelay model) {
        this.model = model;
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/chat/completions",
                new ChatProxy(
                        URI.create(model.emulator().baseUrl() + "/responses"),
                        Map.of(
                                "Authorization", "Bearer " + Emulator.accessToken(),
                                "chatgpt-account-id", Emulator.accountId(),
                                "originator", "codex_cli_rs",
                                "version", "1.0.0")));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpResponse<String> post(String body) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/chat/completions");
        HttpRequest request = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersWithAnObject() throws Exception {
        model.answer(Answer.text("Well met"));

        HttpResponse<String> response =
                post("{\"model\": \"gpt-5.5\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("\"content\":\"Well met\""), response.body());
    }

    @Test
    void streams() throws Exception {
        model.answer(Answer.text("Well met"));

        HttpResponse<String> response = post("{\"model\": \"gpt-5.5\", \"stream\": true,"
                + " \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertTrue(response.headers().firstValue("content-type").orElseThrow().startsWith("text/event-stream"));
        assertTrue(response.body().contains("chat.completion.chunk"), response.body());
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response.body());
    }

    @Test
    void reportsABrokenStreamInsideTheStream() throws Exception {
        model.answer(Answer.failsMidway());

        HttpResponse<String> response = post("{\"model\": \"gpt-5.5\", \"stream\": true,"
                + " \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertTrue(response.body().contains("\"error\""), response.body());
    }

    @Test
    void rejectsWhatCannotBeTranslated() throws Exception {
        HttpResponse<String> response = post("{\"model\": \"gpt-5.5\", \"messages\": \"Hi\"}");
        HttpResponse<String> broken = post("{");

        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("\"param\":\"messages\""), response.body());
        assertEquals(400, broken.statusCode());
    }

    @Test
    void passesUpstreamFailuresOn() throws Exception {
        model.answer(Answer.rateLimited());

        HttpResponse<String> response =
                post("{\"model\": \"gpt-5.5\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertEquals(429, response.statusCode());
    }
}
