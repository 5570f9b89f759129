package dev.airelay.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.BodyLevel;
import dev.airelay.traffic.record.LineFormat;
import dev.airelay.traffic.record.StreamRecord;
import dev.airelay.traffic.record.StreamTap;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.LogJson;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretValues;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logged text of a stream does not depend on where it was cut. */
class StreamRedactionTest {
    private static final String STREAM = """
            : keep-alive

            event: response.created
            data: {"type":"response.created","access_token":"first-secret"}

            data: {"type":"response.output_text.delta","delta":"second-"}

            data: {"type":"response.output_text.delta","delta":"secret-ö"}

            event: ping

            event: split
            data: {"access_token":
            data: "third-secret"}

            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"sec"}}]}

            data: {"choices":[{"text":"ret","delta":{"tool_calls":[{"function":{"name":"f","arguments":"ond"}}]}}]}

            data: Bearer fourth-secret

            data: {"type":"response.output_text.done","text":"the relay-token"}

            data: [DONE]

            """;
    private static final String LOGGED = """
            event=response.created {"type":"response.created","access_token":"[REDACTED]"}
            {"type":"response.output_text.delta","delta":"[STREAMED 7 characters]"}
            {"type":"response.output_text.delta","delta":"[STREAMED 8 characters]"}
            event=ping text=
            event=split {"access_token":"[REDACTED]"}
            {"choices":[{"index":0,"delta":{"role":"assistant","content":"[STREAMED 3 characters]"}}]}
            {"choices":[{"text":"[STREAMED 3 characters]","delta":{"tool_calls":[{"function":{"name":"f",\
            "arguments":"[STREAMED 3 characters]"}}]}}]}
            text=Bearer [REDACTED]
            {"type":"response.output_text.done","text":"the [REDACTED]"}
            text=[DONE]
            """;

    private final SecretValues secrets = new SecretValues();
    private final TrafficOptions options = TrafficOptions.in(Path.of("unused")).withBodies(BodyLevel.FULL);
    private final LineFormat format = new LineFormat(new Redactor(secrets), options);
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    StreamRedactionTest() {
        secrets.add("relay-token");
    }

    private String logged(List<byte[]> pieces, List<Integer> lost) {
        StreamTap tap = new StreamTap(record -> {}, "req_1", StreamTap.Direction.FROM_UPSTREAM);
        for (int i = 0; i <= pieces.size(); i++) {
            StreamRecord record =
                    i < pieces.size() ? new StreamRecord.Piece(tap, i, pieces.get(i)) : new StreamRecord.End(tap, i);
            if (!lost.contains(i)) {
                format.write(Instant.EPOCH, record, lines);
            }
        }
        String all = lines.toString(StandardCharsets.US_ASCII);
        lines.reset();
        return all;
    }

    private static String shown(String logged) {
        StringBuilder shown = new StringBuilder();
        logged.lines().map(LogJson::read).forEach(line -> {
            shown.append(line.has("event") ? "event=" + line.path("event").stringValue() + " " : "");
            shown.append(
                    line.has("json")
                            ? line.path("json").toString()
                            : "text=" + line.path("text").asString());
            shown.append('\n');
        });
        return shown.toString();
    }

    private static List<byte[]> cut(byte[] bytes, List<Integer> places) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int place : places) {
            pieces.add(Arrays.copyOfRange(bytes, from, place));
            from = place;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyCutGivesTheSameEvents(String lineEnd) {
        byte[] bytes = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);

        for (int place = 0; place <= bytes.length; place++) {
            assertThat(shown(logged(cut(bytes, List.of(place)), List.of())))
                    .as("cut at " + place)
                    .isEqualTo(LOGGED);
        }
    }

    @Test
    void manyCutsGiveTheSameEvents() {
        Random random = new Random(7);
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200; round++) {
            List<Integer> places = random.ints(random.nextInt(200), 0, bytes.length)
                    .sorted()
                    .boxed()
                    .toList();

            assertThat(shown(logged(cut(bytes, places), List.of()))).isEqualTo(LOGGED);
        }
    }

    @Test
    void whatIsLostIsNotTakenForAnEvent() {
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        List<String> whole = LOGGED.lines().toList();
        for (int from = 0; from < bytes.length - 12; from++) {
            List<byte[]> pieces = cut(bytes, List.of(from, from + 12));

            String logged = shown(logged(pieces, List.of(1)));

            assertThat(whole).as("lost at " + from).containsAll(logged.lines().toList());
        }
    }

    @Test
    void eventBeyondTheLimitIsOnlyMeasured() {
        String huge = "data: {\"token\":\"" + "x".repeat(2 << 20) + "\"}\n\ndata: {\"a\":1}\n\n";

        String logged = logged(List.of(huge.getBytes(StandardCharsets.UTF_8)), List.of());

        assertThat(logged.lines().toList())
                .containsExactly(
                        "{\"request_id\":\"req_1\",\"phase\":\"upstream_stream_line\",\"bytes\":2097170,"
                                + "\"too_large\":true,\"logged_at\":\"1970-01-01T00:00:00Z\"}",
                        "{\"request_id\":\"req_1\",\"phase\":\"upstream_stream_line\",\"bytes\":13,"
                                + "\"json\":{\"a\":1},\"logged_at\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void unfinishedEventIsLoggedAtTheEnd() {
        byte[] cutOff = "data: Bearer abc".getBytes(StandardCharsets.UTF_8);

        assertThat(shown(logged(List.of(cutOff), List.of()))).isEqualTo("text=Bearer [REDACTED]\n");
    }
}
