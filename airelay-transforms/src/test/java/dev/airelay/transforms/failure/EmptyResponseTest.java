package dev.airelay.transforms.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyResponseTest {

    private static UpstreamEvent incomplete(String members) {
        return Streams.event(
                "{\"type\":\"response.incomplete\",\"response\":{\"id\":\"resp_1\",\"status\":\"incomplete\"," + members
                        + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":{\"output_tokens\":0}",
                "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":null",
                "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}"
            })
    void endWithoutOutputIsAFailureOfTheRequest(String members) {
        UpstreamEvent named = EmptyResponse.named(incomplete(members));

        assertThat(named.type()).isEqualTo(EventType.FAILED);
        UpstreamFailure failure = FailureClassifier.ofEvent(named, 0);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.CLIENT);
        assertThat(failure.error().code()).isEqualTo("empty_response");
        assertThat(failure.error().message()).contains("schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":[]",
                "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":{\"output_tokens\":7}",
                "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[{\"type\":\"message\"}]",
                "\"incomplete_details\":null"
            })
    void otherEndsStayAsTheyAre(String members) {
        UpstreamEvent event = incomplete(members);

        assertThat(EmptyResponse.named(event)).isSameAs(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.completed", "response.failed", "error"})
    void otherEventsStayAsTheyAre(String type) {
        UpstreamEvent event = Streams.event("{\"type\":\"" + type + "\",\"response\":{\"output\":[]}}");

        assertThat(EmptyResponse.named(event)).isSameAs(event);
    }
}
