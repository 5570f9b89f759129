package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClientAsync;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls of one asynchronous client of OpenAI's Java SDK at once. */
class SdkConcurrencyTest {
    private static final int CALLS = 8;

    @TempDir
    Path dataDir;

    private SdkRelay relay;
    private OpenAIClientAsync client;

    @BeforeEach
    void start() {
        relay = SdkRelay.start(dataDir);
        client = relay.client().async();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void everyResponseGoesToItsCaller() throws Exception {
        List<CompletableFuture<String>> answers = IntStream.range(0, CALLS)
                .mapToObj(call -> client.responses()
                        .create(SdkRelay.responseRequest().input("call " + call).build())
                        .thenApply(SdkRelay::text))
                .toList();

        check(answers);
    }

    @Test
    void everyStreamGoesToItsCaller() throws Exception {
        List<CompletableFuture<String>> answers =
                IntStream.range(0, CALLS).mapToObj(this::streamed).toList();

        check(answers);
    }

    private CompletableFuture<String> streamed(int call) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        var chunks = client.chat()
                .completions()
                .createStreaming(
                        SdkRelay.chatRequest().addUserMessage("call " + call).build());
        chunks.subscribe((ChatCompletionChunk chunk) -> accumulator.accumulate(chunk));
        return chunks.onCompleteFuture()
                .thenApply(nothing -> accumulator
                        .chatCompletion()
                        .choices()
                        .get(0)
                        .message()
                        .content()
                        .orElseThrow());
    }

    private static void check(List<CompletableFuture<String>> answers) throws Exception {
        for (int call = 0; call < CALLS; call++) {
            assertThat(answers.get(call).get(RunningRelay.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("[emulator] You said: \"call " + call + "\"");
        }
    }
}
