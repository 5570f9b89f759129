package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that stop reading: the upstream waits with them instead of the relay's memory filling up. */
@Relay
class RelaySlowClientTest {
    /** Far more than all the buffers between the emulator and a client hold: some 40 MB with the repeats at the end. */
    private static final String MUCH = "text words=1000000";

    private static final String LAST_WORD = " word1000000";

    private final RunningRelay relay;

    RelaySlowClientTest(RunningRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void upstreamIsPausedUntilTheClientReadsOn(Generation generation) {
        try (RawClient client = ask(RawClient.withSmallWindow(relay), generation)) {
            RecordedRequest request = relay.upstreamRequest();
            // A client that reads gets as much meanwhile: in that time the other answer would have ended too.
            try (RawClient reading = RawClient.of(relay)) {
                assertThat(ask(reading, generation).answer().body()).contains(LAST_WORD);
            }
            assertThat(request.ending()).isEqualTo(Ending.OPEN);
            assertThat(relay.emulator().openStreams()).isEqualTo(1);

            RawAnswer answer = client.answer();

            assertThat(answer.body()).endsWith("data: [DONE]\n\n").contains(LAST_WORD);
            assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.COMPLETE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void pausedUpstreamStopsWhenTheClientGoes(Generation generation) {
        RawClient client = ask(RawClient.withSmallWindow(relay), generation);
        RecordedRequest request = relay.upstreamRequest();
        client.readUntil(" word");

        client.reset();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.CLIENT_GONE);
        assertThat(relay.emulator().openStreams()).isZero();
    }

    private RawClient ask(RawClient client, Generation generation) {
        relay.script(MUCH);
        return client.write(RawClient.post(generation.path(), generation.body("hello")));
    }
}
