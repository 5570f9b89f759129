package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored responses as OpenAI's Java SDK sees them. */
@Relay
class SdkKeptResponsesTest {

    private final SdkRelay relay;

    SdkKeptResponsesTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responseIsFollowedFetchedAndDeleted(boolean stream) {
        Response first = relay.respond(
                stream, SdkRelay.responseRequest().input("my name is Ada").build());
        Response second = relay.respond(
                stream,
                SdkRelay.responseRequest()
                        .input("and yours?")
                        .previousResponseId(first.id())
                        .build());

        assertThat(relay.client().responses().retrieve(second.id()).previousResponseId())
                .contains(first.id());
        relay.upstreamBody();
        assertThat(relay.upstreamBody().path("input").toString()).contains("my name is Ada", "and yours?");
        assertThat(relay.client().responses().inputItems().list(second.id()).items())
                .hasSize(1);
        relay.client().responses().delete(first.id());
        assertThatThrownBy(() -> relay.client().responses().retrieve(first.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void responseInTheBackgroundIsPolledAndItsStreamTaken() {
        Response begun = relay.client()
                .responses()
                .create(SdkRelay.responseRequest()
                        .input("hello")
                        .background(true)
                        .build());

        try (StreamResponse<ResponseStreamEvent> events = relay.client()
                .responses()
                .retrieveStreaming(ResponseRetrieveParams.builder()
                        .responseId(begun.id())
                        .startingAfter(0)
                        .build())) {
            assertThat(events.stream().filter(ResponseStreamEvent::isCompleted)).hasSize(1);
        }

        assertThat(begun.status()).contains(ResponseStatus.QUEUED);
        assertThat(relay.client().responses().retrieve(begun.id()).status()).contains(ResponseStatus.COMPLETED);
    }

    @Test
    void responseInTheBackgroundIsCancelled() {
        relay.script("silence at=headers");
        Response begun = relay.client()
                .responses()
                .create(SdkRelay.responseRequest()
                        .input("hello")
                        .background(true)
                        .build());

        // So that it does not arrive in the next test.
        relay.upstreamRequest();

        assertThat(relay.client().responses().cancel(begun.id()).status()).contains(ResponseStatus.CANCELLED);
    }
}
