package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that go away: the upstream's work for them stops, and the relay serves on. */
@Relay
class RelayCancelTest {
    /** How a client goes. */
    private static final Pattern RESPONSE_ID = Pattern.compile("resp_\\w+");

    enum Leaving {
        CLOSE,
        RESET
    }

    private final RunningRelay relay;

    RelayCancelTest(RunningRelay relay) {
        this.relay = relay;
    }

    static List<Object[]> everyWayToLeave() {
        List<Object[]> ways = new ArrayList<>();
        for (Generation generation : Generation.values()) {
            for (Leaving leaving : Leaving.values()) {
                ways.add(new Object[] {generation, leaving});
            }
        }
        return ways;
    }

    @ParameterizedTest
    @MethodSource("everyWayToLeave")
    void clientThatGoesBeforeTheFirstByteStopsTheUpstream(Generation generation, Leaving leaving) {
        relay.script("silence at=headers");
        RawClient client = asking(generation);
        RecordedRequest request = relay.upstreamRequest();
        assertThat(request.ending()).isEqualTo(Ending.OPEN);

        leave(client, leaving);

        assertStoppedAndServing(request);
    }

    @ParameterizedTest
    @MethodSource("everyWayToLeave")
    void clientThatGoesInTheMiddleStopsTheUpstream(Generation generation, Leaving leaving) {
        relay.script("text words=500, silence after=50");
        RawClient client = asking(generation);
        RecordedRequest request = relay.upstreamRequest();
        if (generation.stream()) {
            client.readUntil(" word3\"");
        }
        assertThat(request.ending()).isEqualTo(Ending.OPEN);

        leave(client, leaving);

        assertStoppedAndServing(request);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void clientThatClosesWhilePiecesFlowStopsTheUpstream(Generation generation) {
        relay.script("text words=3000, pace millis=10");
        RawClient client = asking(generation);
        RecordedRequest request = relay.upstreamRequest();
        client.readUntil(" word3\"");

        client.close();

        assertStoppedAndServing(request);
    }

    @ParameterizedTest
    @EnumSource
    void requestsSentAheadAreForgottenWithTheirClient(Generation generation) {
        relay.script("silence at=headers");
        RawClient client = asking(generation);
        RecordedRequest request = relay.upstreamRequest();
        client.write(RawClient.post(generation.path(), generation.body("sent ahead")));

        client.close();

        assertStoppedAndServing(request);
        assertThat(relay.emulator().requests("/responses")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void storesNothingOfResponseWhoseClientHasGone(Leaving leaving) {
        String conversation =
                relay.post("/v1/conversations", "{}").json().path("id").stringValue();
        relay.script("text words=500, silence after=50");
        RawClient client =
                RawClient.of(relay).write(RawClient.post(RunningRelay.RESPONSES, """
                {"model": "gpt-5.5", "stream": true, "conversation": "%s", "input": "hello"}""".formatted(conversation)));
        RecordedRequest request = relay.upstreamRequest();
        Matcher id = RESPONSE_ID.matcher(client.readUntil(" word3\""));
        assertThat(id.find()).isTrue();

        leave(client, leaving);

        assertStoppedAndServing(request);
        assertThat(relay.get(RunningRelay.RESPONSES + "/" + id.group()).status())
                .isEqualTo(404);
        assertThat(relay.get("/v1/conversations/" + conversation + "/items")
                        .json()
                        .path("data"))
                .isEmpty();
    }

    private RawClient asking(Generation generation) {
        return RawClient.of(relay).write(RawClient.post(generation.path(), generation.body("hello")));
    }

    private static void leave(RawClient client, Leaving leaving) {
        if (leaving == Leaving.RESET) {
            client.reset();
        } else {
            client.close();
        }
    }

    private void assertStoppedAndServing(RecordedRequest request) {
        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.CLIENT_GONE);
        Generation again = Generation.RESPONSE_STREAM;
        assertThat(again.text(again.ask(relay, "still there?"))).isEqualTo("[emulator] You said: \"still there?\"");
    }
}
