package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A running relay with OpenAI's own Java SDK as its client, which refuses any answer that its types do not allow. */
final class SdkRelay implements AutoCloseable {
    static final String MODEL = "gpt-5.5";

    private final RunningRelay relay;
    private final List<OpenAIClient> clients = new ArrayList<>();

    private SdkRelay(RunningRelay relay) {
        this.relay = relay;
    }

    /** A relay with default settings. */
    static SdkRelay start(Path dataDir) {
        return new SdkRelay(RunningRelay.start(dataDir));
    }

    /** A chat request for the tests' model, to be completed. */
    static ChatCompletionCreateParams.Builder chatRequest() {
        return ChatCompletionCreateParams.builder().model(MODEL);
    }

    /** A Responses request for the tests' model, to be completed. */
    static ResponseCreateParams.Builder responseRequest() {
        return ResponseCreateParams.builder().model(MODEL);
    }

    /** A client with the relay token that never repeats a request. */
    OpenAIClient client() {
        return client(RunningRelay.TOKEN, 0);
    }

    OpenAIClient client(String token, int maxRetries) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(relay.clientBaseUrl().toString())
                .apiKey(token)
                .maxRetries(maxRetries)
                .timeout(RunningRelay.LIMIT)
                .responseValidation(true)
                .build();
        clients.add(client);
        return client;
    }

    /** The completion of a request, which the SDK puts together itself where it is streamed. */
    ChatCompletion chat(boolean stream, ChatCompletionCreateParams request) {
        if (!stream) {
            return client().chat().completions().create(request);
        }
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        chunks(request).forEach(accumulator::accumulate);
        return accumulator.chatCompletion().validate();
    }

    /** All chunks of a streamed chat request. */
    List<ChatCompletionChunk> chunks(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client().chat().completions().createStreaming(request)) {
            return chunks.stream().toList();
        }
    }

    /** The response to a request, which the SDK puts together itself where it is streamed. */
    Response respond(boolean stream, ResponseCreateParams request) {
        if (!stream) {
            return client().responses().create(request);
        }
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        events(request).forEach(accumulator::accumulate);
        return accumulator.response().validate();
    }

    /** All events of a streamed Responses request. */
    List<ResponseStreamEvent> events(ResponseCreateParams request) {
        try (StreamResponse<ResponseStreamEvent> events = client().responses().createStreaming(request)) {
            return events.stream().toList();
        }
    }

    /** A user's message as an input item. */
    static ResponseInputItem userItem(String text) {
        return ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent(text)
                .build());
    }

    /** The one output item of a kind. */
    static ResponseOutputItem item(Response response, Predicate<ResponseOutputItem> kind) {
        List<ResponseOutputItem> items = response.output().stream().filter(kind).toList();
        assertThat(items).as("%s", response).hasSize(1);
        return items.get(0);
    }

    /** The text of the one message in a response. */
    static String text(Response response) {
        return item(response, ResponseOutputItem::isMessage)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text();
    }

    /** Scripts the upstream's answer to the next generation. */
    void script(String script) {
        relay.script(script);
    }

    /** The next request that the upstream got and no test has looked at. */
    RecordedRequest upstreamRequest() {
        return relay.upstreamRequest();
    }

    /** The body of {@link #upstreamRequest()}. */
    JsonNode upstreamBody() {
        return upstreamRequest().body().orElseThrow();
    }

    /** How many requests the upstream got. */
    long upstreamRequests() {
        return relay.emulator().requests().stream()
                .filter(request -> !RunningRelay.isLookUp(request))
                .count();
    }

    /** The relay without the SDK. */
    RunningRelay running() {
        return relay;
    }

    /** Closes the clients, and clears the upstream's scripts and recorded requests. */
    void reset() {
        clients.forEach(OpenAIClient::close);
        clients.clear();
        relay.reset();
    }

    @Override
    public void close() {
        clients.forEach(OpenAIClient::close);
        relay.close();
    }
}
