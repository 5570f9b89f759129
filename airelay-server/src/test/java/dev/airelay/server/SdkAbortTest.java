package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.responses.ResponseStreamEvent;
import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that OpenAI's Java SDK closes early stops the upstream too, so that nothing more is spent. */
class SdkAbortTest {

    @TempDir
    Path dataDir;

    private SdkRelay relay;

    @BeforeEach
    void start() {
        relay = SdkRelay.start(dataDir);
        // The upstream would never end by itself. Its first deltas may be a reasoning summary.
        relay.script("text words=100, silence after=20");
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void closedChatStreamStopsTheUpstream() {
        try (StreamResponse<ChatCompletionChunk> chunks = relay.client()
                .chat()
                .completions()
                .createStreaming(SdkRelay.chatRequest().addUserMessage("hello").build())) {
            assertThat(chunks.stream().filter(chunk -> hasText(chunk)).findFirst())
                    .isPresent();
        }

        checkUpstreamStopped();
    }

    @Test
    void closedResponsesStreamStopsTheUpstream() {
        try (StreamResponse<ResponseStreamEvent> events = relay.client()
                .responses()
                .createStreaming(SdkRelay.responseRequest().input("hello").build())) {
            assertThat(events.stream()
                            .filter(event -> event.isOutputTextDelta())
                            .findFirst())
                    .isPresent();
        }

        checkUpstreamStopped();
    }

    private static boolean hasText(ChatCompletionChunk chunk) {
        return chunk.choices().stream()
                .anyMatch(choice ->
                        choice.delta().content().filter(text -> !text.isEmpty()).isPresent());
    }

    private void checkUpstreamStopped() {
        assertThat(relay.upstreamRequest().awaitEnding(RunningRelay.LIMIT))
                .isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
    }
}
