package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.RequestOptions;
import com.openai.models.responses.CompactedResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCompactParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import org.junit.jupiter.api.Test;

/** Compactions and token counts as OpenAI's Java SDK sees them. */
@Relay
class SdkCompactionTest {

    private final SdkRelay relay;

    SdkCompactionTest(SdkRelay relay) {
        this.relay = relay;
    }

    @Test
    void conversationIsCompacted() {
        Response kept = relay.respond(
                false, SdkRelay.responseRequest().input("my name is Ada").build());

        // The SDK's types know no user's message in an output, though OpenAI's published schema does.
        CompactedResponse compacted = relay.client()
                .responses()
                .compact(
                        ResponseCompactParams.builder()
                                .model(SdkRelay.MODEL)
                                .previousResponseId(kept.id())
                                .build(),
                        RequestOptions.builder().responseValidation(false).build());

        ResponseOutputItem last = compacted.output().get(compacted.output().size() - 1);
        assertThat(last.asCompaction().encryptedContent()).isNotEmpty();
        assertThat(compacted.usage().totalTokens()).isZero();
    }

    @Test
    void tokensAreCounted() {
        long tokens = relay.client()
                .responses()
                .inputTokens()
                .count(InputTokenCountParams.builder()
                        .model(SdkRelay.MODEL)
                        .input("hello world")
                        .build())
                .inputTokens();

        assertThat(tokens).isEqualTo(2 + 3 + 3);
    }
}
