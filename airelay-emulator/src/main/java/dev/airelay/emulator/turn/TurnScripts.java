package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.turn.TurnOverrides.CallOverride;
import dev.airelay.emulator.turn.TurnOverrides.SearchOverride;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that choose the answer of a turn. */
public final class TurnScripts {
    private static final int BYTES_PER_MEGABYTE = 1_000_000;

    private TurnScripts() {}

    /** The scripts that change the answer of a turn. */
    public static List<Script> all() {
        return Stream.concat(answers().stream(), additions().stream()).toList();
    }

    private static List<Script> answers() {
        return List.of(
                TurnEffect.script(
                        "text",
                        "Answers with a given text, or with a longer one.",
                        Map.of("value", "the text", "words", "how many words to append"),
                        TurnScripts::text),
                TurnEffect.script(
                        "exact",
                        "Answers with nothing but a given text, before the calls of call, and without \"[emulator]\".",
                        Map.of("value", "the text", "refusal", "the text of a refusal instead"),
                        TurnScripts::exact),
                TurnEffect.script(
                        "call",
                        "Calls a tool, even after a tool's output.",
                        Map.of(
                                "name", "the tool; by default the first that can be called",
                                "args", "raw arguments or input; by default ones that fit the schema",
                                "count", "how many calls"),
                        TurnScripts::call),
                TurnEffect.script(
                        "item",
                        "Answers with an output item of any kind, right or wrong, and nothing else.",
                        Map.of("json", "the item as a JSON object"),
                        TurnScripts::item),
                TurnEffect.script(
                        "refusal",
                        "Answers with a refusal part.",
                        Map.of("value", "the text"),
                        (overrides, call) -> overrides.refusal(call.text("value", "I cannot help with that."))),
                TurnEffect.script(
                        "search",
                        "Searches the web and cites its sources.",
                        Map.of(
                                "query", "the query",
                                "count", "how many searches, 1 by default",
                                "pages", "how many pages are found and cited, 1 by default",
                                "open", "true opens the first page after the searches"),
                        TurnScripts::search));
    }

    private static List<Script> additions() {
        return List.of(
                TurnEffect.script(
                        "image",
                        "Generates an image of one pixel.",
                        Map.of(),
                        (overrides, call) -> overrides.image(HostedTools.PNG)),
                TurnEffect.script(
                        "no-image-tool",
                        "Takes the image tool out of the request without a word, as for the Free plan.",
                        Map.of(),
                        (overrides, call) -> overrides.withoutImageTool()),
                TurnEffect.script(
                        "phases",
                        "Sends a commentary message before the calls or the final answer.",
                        Map.of(),
                        (overrides, call) -> overrides.commentary()),
                TurnEffect.script(
                        "reasoning",
                        "Sends reasoning even when no summary was requested.",
                        Map.of("parts", "summary parts", "raw", "true adds the raw reasoning text"),
                        (overrides, call) -> overrides.reasoning(
                                call.number("parts", 1),
                                call.oneOf("raw", "false", Set.of("true", "false"))
                                        .equals("true"))),
                TurnEffect.script(
                        "filled-output",
                        "Fills response.completed.output, which is empty by default.",
                        Map.of(),
                        (overrides, call) -> overrides.filledOutput()),
                TurnEffect.script(
                        "giant",
                        "Sends one giant event: an image result, or a text.",
                        Map.of("mb", "its size in millions of bytes, 40 by default", "in", "image or text"),
                        TurnScripts::giant));
    }

    private static void text(TurnOverrides overrides, ScriptCall call) {
        if (call.has("value")) {
            overrides.text(call.text("value", ""));
        }
        overrides.words(call.number("words", 0));
    }

    private static void exact(TurnOverrides overrides, ScriptCall call) {
        if (call.has("refusal")) {
            overrides.exactRefusal(call.text("refusal", ""));
        } else {
            overrides.exact(call.text("value", ""));
        }
    }

    private static void call(TurnOverrides overrides, ScriptCall call) {
        for (int i = 0; i < call.number("count", 1); i++) {
            overrides.call(new CallOverride(call.text("name", ""), call.values().get("args")));
        }
    }

    private static void search(TurnOverrides overrides, ScriptCall call) {
        overrides.search(new SearchOverride(
                call.text("query", "emulator"),
                call.number("count", 1),
                call.number("pages", 1),
                call.oneOf("open", "false", Set.of("true", "false")).equals("true")));
    }

    private static void item(TurnOverrides overrides, ScriptCall call) {
        String json = call.text("json", "");
        if (Json.read(json.getBytes(StandardCharsets.UTF_8)).orElse(null) instanceof ObjectNode item) {
            overrides.item(item);
        } else {
            throw new IllegalArgumentException("item: json must be a JSON object, was " + json);
        }
    }

    private static void giant(TurnOverrides overrides, ScriptCall call) {
        // One long word: it is not cut into deltas of its own.
        String filler = "A".repeat(call.number("mb", 40) * BYTES_PER_MEGABYTE);
        if (call.oneOf("in", "image", Set.of("image", "text")).equals("text")) {
            overrides.text(filler);
        } else {
            overrides.image(filler);
        }
    }
}
