package dev.airelay.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A client without any knowledge of the APIs. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {}

    static HttpResponse<String> post(URI base, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends one prompt to OpenAI's chat completions. */
    static HttpResponse<String> chat(TestRelay relay, String prompt) throws IOException, InterruptedException {
        return post(relay.openAiUrl(), "/chat/completions", relay.token(), """
                {"model": "gpt-5.5", "messages": [
                    {"role": "system", "content": "Be brief."}, {"role": "user", "content": "%s"}]}""".formatted(prompt));
    }
}
