package dev.airelay.emulator.fault;

import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.StreamEvent;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.turn.ItemJson;
import dev.airelay.emulator.turn.OutputItem.FunctionCall;
import dev.airelay.emulator.turn.TurnEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that change the events of a stream and their content. */
public final class EventScripts {
    private EventScripts() {}

    /** The scripts that change events. */
    public static List<Script> all() {
        return List.of(
                ResponseEffect.script(
                        "incomplete",
                        "Ends the stream with response.incomplete.",
                        Map.of(
                                "reason", "max_output_tokens (the default) or content_filter",
                                "after", "after how many deltas; at the end by default"),
                        EventScripts::incomplete),
                ResponseEffect.script(
                        "endless",
                        "Starts an answer that never ends.",
                        Map.of(
                                "what", "text (the default), parts (each with a piece of text) or calls",
                                "bytes", "the length of each text, 1000 by default"),
                        EventScripts::endless),
                events("null-usage", "Sends null as the usage.", EventChanges::nullUsage),
                events("no-ids", "Omits the ids of items.", EventChanges::withoutIds),
                events(
                        "no-item-done",
                        "Omits response.output_item.done.",
                        events -> EventLists.without(events, StreamEvent::isItemDone)),
                events(
                        "shuffled-done",
                        "Sends all output_item.done events at the end, in reverse order.",
                        EventChanges::shuffledDone),
                events(
                        "arguments-only-done",
                        "Sends arguments without deltas.",
                        events -> EventLists.without(events, EventChanges::isArgumentDelta)),
                events(
                        "arguments-only-deltas",
                        "Sends argument deltas without arguments.done, and items done without arguments.",
                        EventChanges::argumentsOnlyInDeltas),
                events("interleaved-calls", "Alternates the deltas of all calls.", EventChanges::interleavedCalls),
                events(
                        "no-terminal",
                        "Ends the stream cleanly, but without a terminal event.",
                        events -> EventLists.without(events, StreamEvent::isTerminal)),
                events("done-alias", "Ends with response.done instead of response.completed.", EventChanges::doneAlias),
                events(
                        "no-created",
                        "Omits response.created and response.in_progress.",
                        events -> EventLists.without(events, EventChanges::isHandshake)),
                events("extensions", "Adds every event that is not part of the public API.", ExtensionEvents::added));
    }

    private static Script events(String name, String summary, UnaryOperator<List<StreamEvent>> change) {
        return ResponseEffect.script(name, summary, Map.of(), (response, call, context) -> response.mapEvents(change));
    }

    private static ScriptedResponse incomplete(ScriptedResponse response, ScriptCall call, FaultContext context) {
        String reason = call.oneOf("reason", "max_output_tokens", Set.of("max_output_tokens", "content_filter"));
        return response.mapEvents(events -> {
            List<StreamEvent> begun = EventLists.untilDelta(events, call.number("after", Integer.MAX_VALUE));
            begun.add(TurnEvents.about("response.incomplete", EventChanges.incomplete(events, reason)));
            return begun;
        });
    }

    /** Repeats the first delta endlessly, or adds new parts or calls instead. */
    private static ScriptedResponse endless(ScriptedResponse response, ScriptCall call, FaultContext context) {
        String what = call.oneOf("what", "text", Set.of("text", "parts", "calls"));
        String text = "A".repeat(call.number("bytes", 1_000));
        return response.endless(events -> EventLists.untilDelta(events, 0), events -> {
            StreamEvent delta = events.stream()
                    .filter(StreamEvent::isDelta)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("endless needs an answer with deltas"));
            return number -> what.equals("calls")
                    ? endlessCall(number, text)
                    : endlessDelta(delta, number, what.equals("parts") ? number : 0, text);
        });
    }

    private static StreamEvent endlessDelta(StreamEvent first, int number, int part, String text) {
        ObjectNode json =
                first.json().deepCopy().put(StreamEvent.SEQUENCE, number).put(StreamEvent.DELTA, text);
        if (json.has("content_index")) {
            json.put("content_index", part);
        }
        return new StreamEvent(first.type(), json);
    }

    private static StreamEvent endlessCall(int number, String arguments) {
        StreamEvent done = StreamEvent.of("response.output_item.done");
        done.json()
                .put(StreamEvent.SEQUENCE, number)
                .put(StreamEvent.OUTPUT_INDEX, number)
                .set(
                        StreamEvent.ITEM,
                        ItemJson.done(new FunctionCall("fc_" + number, "call_" + number, "endless", null, arguments)));
        return done;
    }
}
