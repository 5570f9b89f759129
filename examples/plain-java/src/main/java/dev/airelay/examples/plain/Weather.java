package dev.airelay.examples.plain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A program under test: it asks a model by OpenAI's API. */
public final class Weather {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI baseUrl;
    private final String apiKey;

    /**
     * Creates a client.
     *
     * @param baseUrl ends in {@code /v1}
     */
    public Weather(URI baseUrl, String apiKey) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
    }

    /**
     * Returns the response to the question for a forecast, as JSON.
     *
     * @throws IOException when the model cannot be asked, with the status and its reason
     */
    public String forecast(String city) throws IOException, InterruptedException {
        String body = """
                {"model": "gpt-5.5", "messages": [{"role": "user", "content": "Weather in %s?"}]}""".formatted(city);
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
