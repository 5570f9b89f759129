package dev.airelay.emulator;

import dev.airelay.emulator.TurnWishes.CallWish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that choose what a turn answers. */
final class TurnScripts {
    private static final int BYTES_PER_MEGABYTE = 1_000_000;

    private TurnScripts() {}

    static List<Script> all() {
        return Stream.concat(answers().stream(), additions().stream()).toList();
    }

    private static List<Script> answers() {
        return List.of(
                Script.shape(
                        "text",
                        "Answers with a given text, or with a longer one.",
                        Map.of("value", "the text", "words", "how many words to append"),
                        TurnScripts::text),
                Script.shape(
                        "call",
                        "Calls a tool, even after a tool's output.",
                        Map.of(
                                "name", "the tool; by default the first that can be called",
                                "args", "raw arguments or input; by default ones that fit the schema",
                                "count", "how many calls"),
                        TurnScripts::call),
                Script.shape(
                        "item",
                        "Answers with an output item of any kind, right or wrong, and nothing else.",
                        Map.of("json", "the item as a JSON object"),
                        TurnScripts::item),
                Script.shape(
                        "refusal",
                        "Answers with a refusal part.",
                        Map.of("value", "the text"),
                        (wishes, call) -> wishes.refusal(call.text("value", "I cannot help with that."))),
                Script.shape(
                        "search",
                        "Searches the web and cites a source.",
                        Map.of("query", "the query"),
                        (wishes, call) -> wishes.search(call.text("query", "emulator"))));
    }

    private static List<Script> additions() {
        return List.of(
                Script.shape(
                        "image",
                        "Generates an image of one pixel.",
                        Map.of(),
                        (wishes, call) -> wishes.image(HostedTools.PNG)),
                Script.shape(
                        "phases",
                        "Sends a commentary message before the calls or the final answer.",
                        Map.of(),
                        (wishes, call) -> wishes.commentary()),
                Script.shape(
                        "reasoning",
                        "Sends reasoning even when no summary was requested.",
                        Map.of("parts", "summary parts", "raw", "true adds the raw reasoning text"),
                        (wishes, call) -> wishes.reasoning(
                                call.number("parts", 1),
                                call.oneOf("raw", "false", Set.of("true", "false"))
                                        .equals("true"))),
                Script.shape(
                        "filled-output",
                        "Fills response.completed.output, which is empty by default.",
                        Map.of(),
                        (wishes, call) -> wishes.filledOutput()),
                Script.shape(
                        "giant",
                        "Sends one giant event: an image result, or a text.",
                        Map.of("mb", "its size in millions of bytes, 40 by default", "in", "image or text"),
                        TurnScripts::giant));
    }

    private static void text(TurnWishes wishes, ScriptCall call) {
        if (call.has("value")) {
            wishes.text(call.text("value", ""));
        }
        wishes.words(call.number("words", 0));
    }

    private static void call(TurnWishes wishes, ScriptCall call) {
        for (int i = 0; i < call.number("count", 1); i++) {
            wishes.call(new CallWish(call.text("name", ""), call.values().get("args")));
        }
    }

    private static void item(TurnWishes wishes, ScriptCall call) {
        String json = call.text("json", "");
        if (Json.read(json.getBytes(StandardCharsets.UTF_8)).orElse(null) instanceof ObjectNode item) {
            wishes.item(item);
        } else {
            throw new IllegalArgumentException("item: json must be a JSON object, was " + json);
        }
    }

    private static void giant(TurnWishes wishes, ScriptCall call) {
        // One long word: it is not cut into deltas of its own.
        String filler = "A".repeat(call.number("mb", 40) * BYTES_PER_MEGABYTE);
        if (call.oneOf("in", "image", Set.of("image", "text")).equals("text")) {
            wishes.text(filler);
        } else {
            wishes.image(filler);
        }
    }
}
