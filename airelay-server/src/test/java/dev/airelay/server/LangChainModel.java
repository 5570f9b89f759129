package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/** The four ways in which LangChain4j talks to the OpenAI API. It never repeats a request here. */
enum LangChainModel {
    CHAT {
        @Override
        ChatResponse ask(String baseUrl, String token, ChatRequest request) {
            ChatModel model = OpenAiChatModel.builder()
                    .baseUrl(baseUrl)
                    .apiKey(token)
                    .modelName(SdkRelay.MODEL)
                    .httpClientBuilder(http())
                    .strictJsonSchema(true)
                    .returnThinking(true)
                    .maxRetries(0)
                    .build();
            return model.chat(request);
        }
    },
    CHAT_STREAM {
        @Override
        ChatResponse ask(String baseUrl, String token, ChatRequest request) {
            return streamed(
                    OpenAiStreamingChatModel.builder()
                            .baseUrl(baseUrl)
                            .apiKey(token)
                            .modelName(SdkRelay.MODEL)
                            .httpClientBuilder(http())
                            .strictJsonSchema(true)
                            .returnThinking(true)
                            .build(),
                    request);
        }
    },
    RESPONSES {
        @Override
        ChatResponse ask(String baseUrl, String token, ChatRequest request) {
            ChatModel model = OpenAiResponsesChatModel.builder()
                    .baseUrl(baseUrl)
                    .apiKey(token)
                    .modelName(SdkRelay.MODEL)
                    .httpClientBuilder(http())
                    .strictJsonSchema(true)
                    .build();
            return model.chat(request);
        }
    },
    RESPONSES_STREAM {
        @Override
        ChatResponse ask(String baseUrl, String token, ChatRequest request) {
            return streamed(
                    OpenAiResponsesStreamingChatModel.builder()
                            .baseUrl(baseUrl)
                            .apiKey(token)
                            .modelName(SdkRelay.MODEL)
                            .httpClientBuilder(http())
                            .strictJsonSchema(true)
                            .build(),
                    request);
        }
    };

    /** Whether the answer comes in pieces. */
    boolean streams() {
        return this == CHAT_STREAM || this == RESPONSES_STREAM;
    }

    /** The answer to a request; a streamed one that has been put together. What fails is thrown. */
    abstract ChatResponse ask(String baseUrl, String token, ChatRequest request);

    private static JdkHttpClientBuilder http() {
        return JdkHttpClient.builder().connectTimeout(RunningRelay.LIMIT).readTimeout(RunningRelay.LIMIT);
    }

    private static ChatResponse streamed(StreamingChatModel model, ChatRequest request) {
        LangChainStream stream = new LangChainStream();
        model.chat(request, stream);
        ChatResponse whole = stream.await();
        String text = whole.aiMessage().text();
        assertThat(stream.pieces()).isEqualTo(text == null ? "" : text);
        return whole;
    }
}
