package dev.airelay.emulator.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import dev.airelay.emulator.http.RawExchange;
import dev.airelay.emulator.http.WireClient;
import dev.airelay.emulator.script.ScriptSources;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of scripts on bytes and connections. */
class TransportScriptsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TEXT = "[emulator] You said: \"hi é\"";

    private Emulator emulator;
    private WireClient client;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
        client = new WireClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cut kind=fin at=headers, CLOSED, 0",
        "cut kind=rst at=headers, RESET, 0",
        "cut kind=fin at=between after=2, CLOSED, 2",
        "cut kind=rst at=between after=2, RESET, 2",
        "cut kind=fin at=event after=1, CLOSED, 1",
        "cut kind=rst at=event after=1, RESET, 1",
    })
    void connectionIsCutAtTheRequestedPlace(String script, RawExchange.End end, int deltas) {
        try (RawExchange exchange = RawExchange.post(emulator, WireClient.body("a b c d"), script)) {
            assertThat(exchange.read()).isEqualTo(end);

            assertThat(count(exchange.text(), "event: response.output_text.delta\ndata: {"))
                    .isEqualTo(script.contains("at=event") ? deltas + 1 : deltas);
            assertThat(exchange.text()).doesNotContain("response.completed\"");
            assertThat(exchange.text().isEmpty()).isEqualTo(script.contains("headers"));
        }
        assertThat(emulator.awaitRequest(LIMIT).awaitEnding(LIMIT)).isEqualTo(Ending.CUT);
        assertThat(emulator.openStreams()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"silence at=headers", "silence after=0", "silence after=3"})
    void silenceKeepsTheConnectionUntilTheClientGoes(String script) {
        RecordedRequest request;
        try (RawExchange exchange = RawExchange.post(emulator, WireClient.body("a b c d"), script)) {
            request = emulator.awaitRequest(LIMIT);
            assertThat(exchange.readUntilSilence()).isEqualTo(RawExchange.End.STILL_OPEN);

            assertThat(count(exchange.text(), "event: response.output_text.delta"))
                    .isEqualTo(script.contains("3") ? 3 : 0);
            assertThat(emulator.openStreams()).isEqualTo(1);
        }
        assertThat(request.awaitEnding(LIMIT)).isEqualTo(Ending.CLIENT_GONE);
        assertThat(request.clientDisconnected()).isTrue();
        assertThat(emulator.openStreams()).isZero();
    }

    @Test
    void silenceCanBeFilledWithComments() {
        try (RawExchange exchange =
                RawExchange.post(emulator, WireClient.body("hi"), "pace millis=1, silence comments=true after=1")) {
            exchange.readUntil(": emulator comment\n\n");

            assertThat(emulator.openStreams()).isEqualTo(1);
        }
    }

    @Test
    void everyByteIsAChunk() {
        try (RawExchange exchange = RawExchange.post(emulator, WireClient.body("hi é"), "split")) {
            assertThat(exchange.read()).isEqualTo(RawExchange.End.CLOSED);

            List<Integer> sizes = exchange.chunkSizes();
            assertThat(sizes.subList(0, sizes.size() - 1)).isNotEmpty().containsOnly(1);
            assertThat(sizes).endsWith(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "split",
                "drip bytes=40 millis=1",
                "slow-start millis=1",
                "pace millis=1",
                "crlf",
                "comments",
                "no-event-lines",
                "multiline-data",
                "crlf, comments, multiline-data, no-event-lines, split"
            })
    void contentIsTheSameHoweverItTravels(String script) {
        assertThat(WireClient.joined(client.events("hi é", script), "response.output_text.delta"))
                .isEqualTo(TEXT);
    }

    @Test
    void framesHaveTheRequestedForm() {
        assertThat(text("crlf")).contains("event: response.created\r\ndata: {").contains("}\r\n\r\n");
        assertThat(text("comments")).contains(": emulator comment\n\nevent: response.created\n");
        assertThat(text("no-event-lines")).doesNotContain("event:").contains("data: {\"type\":\"response.created\"");
        assertThat(text("multiline-data")).contains("event: response.created\ndata: {\ndata:   \"type\"");
    }

    @Test
    void invalidUtf8IsOnTheWire() {
        byte[] bytes = client.turn(WireClient.body("hi"), ScriptSources.HEADER, "invalid-utf8")
                .bytes();

        assertThat(new String(bytes, ISO_8859_1)).contains("\"delta\":\"\u00C3(");
    }

    private String text(String script) {
        return client.turn(WireClient.body("hi"), ScriptSources.HEADER, script).text();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
