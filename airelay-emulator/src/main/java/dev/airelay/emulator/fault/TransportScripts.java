package dev.airelay.emulator.fault;

import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.SseFormat;
import dev.airelay.emulator.http.Transport.Coding;
import dev.airelay.emulator.http.Transport.Manner;
import dev.airelay.emulator.http.Transport.Place;
import dev.airelay.emulator.http.Transport.Stop;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Scripts that change how the bytes travel. */
public final class TransportScripts {
    private static final String AFTER = "after how many deltas; 0 means before the first event";

    private TransportScripts() {}

    /** The scripts that change how bytes travel. */
    public static List<Script> all() {
        return Stream.of(connection(), pacing(), framing())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Script> connection() {
        return List.of(
                ResponseEffect.script(
                        "cut",
                        "Drops the connection.",
                        Map.of(
                                "kind", "fin (the default) or rst",
                                "at", "headers, event (in the middle of one, or of a body) or between (the default)",
                                "after", AFTER + ", 1 by default"),
                        TransportScripts::cut),
                ResponseEffect.script(
                        "silence",
                        "Stops writing and keeps the connection open.",
                        Map.of(
                                "at", "headers or between (the default)",
                                "after", AFTER + ", 1 by default",
                                "comments", "true fills the silence with comments"),
                        TransportScripts::silence));
    }

    private static List<Script> pacing() {
        return List.of(
                ResponseEffect.script(
                        "slow-start",
                        "Waits before the status line.",
                        Map.of("millis", "how long, 1000 by default"),
                        (response, call, context) -> response.withTransport(
                                response.transport().withBeforeHead(call.millis("millis", 1_000)))),
                ResponseEffect.script(
                        "pace",
                        "Waits after every event.",
                        Map.of("millis", "how long, 100 by default"),
                        (response, call, context) -> response.withTransport(
                                response.transport().withBetweenEvents(call.millis("millis", 100)))),
                ResponseEffect.script(
                        "drip",
                        "Writes a few bytes at a time with pauses.",
                        Map.of("bytes", "16 by default", "millis", "10 by default"),
                        (response, call, context) -> response.withTransport(response.transport()
                                .withPieces(Math.max(1, call.number("bytes", 16)), call.millis("millis", 10)))),
                ResponseEffect.script(
                        "split",
                        "Writes every byte as its own HTTP chunk.",
                        Map.of("bytes", "bytes per chunk, 1 by default"),
                        (response, call, context) -> response.withTransport(
                                response.transport().withPieces(Math.max(1, call.number("bytes", 1)), Duration.ZERO))));
    }

    private static List<Script> framing() {
        return List.of(
                ResponseEffect.script(
                        "compressed",
                        "Compresses the body, whether or not the request accepts that.",
                        Map.of("coding", "zstd (the default), gzip, or identity, which sends it plain in any case"),
                        TransportScripts::compressed),
                format("crlf", "Ends lines in CR LF.", SseFormat::withCrlf),
                format("comments", "Writes a comment before every event.", SseFormat::withComments),
                format("no-event-lines", "Omits the event: lines.", SseFormat::withoutEventLine),
                format("multiline-data", "Splits the JSON over several data: lines.", SseFormat::withManyDataLines),
                format("invalid-utf8", "Puts bytes that are not UTF-8 into text deltas.", SseFormat::withInvalidUtf8));
    }

    private static Script format(String name, String summary, UnaryOperator<SseFormat> change) {
        return ResponseEffect.script(name, summary, Map.of(), (response, call, context) -> response.mapFormat(change));
    }

    private static ScriptedResponse compressed(ScriptedResponse response, ScriptCall call, FaultContext context) {
        Coding coding = switch (call.oneOf("coding", "zstd", Set.of("zstd", "gzip", "identity"))) {
            case "gzip" -> Coding.GZIP;
            case "identity" -> Coding.IDENTITY;
            default -> Coding.ZSTD;
        };
        return response.withTransport(response.transport().withCoding(coding));
    }

    private static ScriptedResponse cut(ScriptedResponse response, ScriptCall call, FaultContext context) {
        boolean reset = call.oneOf("kind", "fin", Set.of("fin", "rst")).equals("rst");
        Place place = switch (call.oneOf("at", defaultPlace(response), Set.of("headers", "event", "between"))) {
            case "headers" -> Place.HEAD;
            case "event" -> Place.EVENT;
            default -> Place.BETWEEN;
        };
        return stopped(response, call, new Stop(reset ? Manner.RST : Manner.FIN, place, 0, false));
    }

    private static ScriptedResponse silence(ScriptedResponse response, ScriptCall call, FaultContext context) {
        boolean head = call.oneOf("at", defaultPlace(response), Set.of("headers", "between"))
                .equals("headers");
        boolean comments =
                call.oneOf("comments", "false", Set.of("true", "false")).equals("true");
        return stopped(response, call, new Stop(Manner.SILENCE, head ? Place.HEAD : Place.BETWEEN, 0, comments));
    }

    private static String defaultPlace(ScriptedResponse response) {
        return response.isStream() || response.isSocket() ? "between" : "headers";
    }

    private static ScriptedResponse stopped(ScriptedResponse response, ScriptCall call, Stop stop) {
        int events = response.body() instanceof ScriptedResponse.Events stream
                ? EventLists.countUntilDelta(stream.events(), call.number("after", 1))
                : 0;
        return response.withTransport(
                response.transport().withStop(new Stop(stop.manner(), stop.place(), events, stop.comments())));
    }
}
