package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSyntax;
import dev.airelay.emulator.turn.HostedTools.CitedText;
import dev.airelay.emulator.turn.OutputItem.Compaction;
import dev.airelay.emulator.turn.OutputItem.CustomCall;
import dev.airelay.emulator.turn.OutputItem.FunctionCall;
import dev.airelay.emulator.turn.OutputItem.Given;
import dev.airelay.emulator.turn.OutputItem.ImageGeneration;
import dev.airelay.emulator.turn.OutputItem.Message;
import dev.airelay.emulator.turn.OutputItem.Reasoning;
import dev.airelay.emulator.turn.OutputItem.WebSearch;
import dev.airelay.emulator.turn.TurnOverrides.SearchOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans the answer of a turn from the request and the overrides of scripts. Does not deal with events or bytes. */
public final class TurnPlanner {
    private static final Pattern SEARCH_WORDS = Pattern.compile("(?i)\\b(search the (web|internet)|web search for)\\b");
    private static final Pattern IMAGE_WORDS = Pattern.compile("(?i)\\b(generate|draw) an? (image|picture)\\b");
    private static final Pattern REFUSAL_WORDS = Pattern.compile("(?i)\\b(refuse|decline) (this|to answer)\\b");
    private static final String SUMMARY = "**Emulating**\n\nThe emulator decides what to answer.";
    private static final String PATCH_TOOL = "apply_patch";
    private static final String PATCH =
            "*** Begin Patch\n*** Add File: emulator.txt\n+[emulator] hello\n*** End Patch\n";

    private final Ids ids;

    /** A planner that takes the ids of items from {@code ids}. */
    public TurnPlanner(Ids ids) {
        this.ids = ids;
    }

    /** The turn that answers a request. */
    public Turn plan(TurnRequest request, TurnOverrides overrides) {
        if (request.compacts()) {
            String id = ids.item("cmp_");
            return new Turn(List.of(new Compaction(id, EncryptedReasoning.seal(id, request.accountId()))), false);
        }
        List<OutputItem> items = new ArrayList<>();
        reasoning(request, overrides).forEach(items::add);
        if (!overrides.items().isEmpty()) {
            overrides.items().forEach(json -> items.add(new Given(json)));
            return new Turn(items, false);
        }
        ToolOverrides tools = new ToolOverrides(request);
        if (overrides.exact().isPresent()) {
            items.add(message(null, overrides.exact().get()));
            if (!overrides.calls().isEmpty()) {
                tools.calls(overrides).forEach(call -> items.add(call(call)));
            }
            return new Turn(items, true);
        }
        List<ToolOverrides.ChosenTool> calls = tools.calls(overrides);
        if (!calls.isEmpty()) {
            if (overrides.wantsCommentary()) {
                items.add(message("commentary", TurnText.ANNOUNCEMENT + " Calling a tool."));
            }
            calls.forEach(call -> items.add(call(call)));
            return new Turn(items, overrides.wantsCommentary());
        }
        Optional<SearchOverride> search = overrides.search();
        if (search.isEmpty() && tools.wantsHosted("web_search", SEARCH_WORDS)) {
            String query = HostedTools.query(ScriptSyntax.withoutMarkers(request.lastUserRequest()));
            search = Optional.of(new SearchOverride(query, 1, 1, false));
        }
        boolean image = overrides.image().isPresent() || tools.wantsHosted("image_generation", IMAGE_WORDS);
        if (overrides.wantsCommentary()) {
            items.add(message("commentary", TurnText.ANNOUNCEMENT + " Thinking about the answer."));
        }
        search.ifPresent(wanted -> items.addAll(searches(wanted, request.wantsSources())));
        if (image) {
            items.add(image(request, overrides));
        }
        return answer(request, overrides, items, search);
    }

    /** The settings of the tool say what the image is like; without any, and without a script, it has one pixel. */
    private ImageGeneration image(TurnRequest request, TurnOverrides overrides) {
        String id = ids.item("ig_");
        Drawing drawing = Tool.of(request).stream()
                .filter(Tool::drawsByOrder)
                .findFirst()
                .map(tool -> Drawing.of(tool.definition(), ScriptSyntax.withoutMarkers(request.lastUserText())))
                .orElse(null);
        String drawn = drawing == null ? HostedTools.PNG : drawing.base64();
        return new ImageGeneration(id, overrides.image().orElse(drawn), drawing);
    }

    private List<OutputItem> searches(SearchOverride wanted, boolean listsSources) {
        List<OutputItem> searches = new ArrayList<>();
        for (int i = 1; i <= wanted.count(); i++) {
            String query = i == 1 ? wanted.query() : wanted.query() + " " + i;
            searches.add(new WebSearch(ids.item("ws_"), HostedTools.search(query, wanted.pages(), listsSources)));
        }
        if (wanted.opens()) {
            searches.add(new WebSearch(ids.item("ws_"), HostedTools.open()));
        }
        return searches;
    }

    private Turn answer(
            TurnRequest request, TurnOverrides overrides, List<OutputItem> items, Optional<SearchOverride> search) {
        if (overrides.refusal().isPresent()
                || REFUSAL_WORDS.matcher(request.lastUserRequest()).find()) {
            String text = overrides.refusal().orElse("I cannot help with that.");
            String announced = overrides.wantsExactRefusal() ? text : TurnText.ANNOUNCEMENT + " " + text;
            items.add(new OutputItem.RefusalMessage(ids.item("msg_"), announced));
            return new Turn(items, true);
        }
        @Nullable String phase = overrides.wantsCommentary() ? "final_answer" : null;
        if (StructuredOutput.wanted(request)) {
            StructuredOutput json = StructuredOutput.of(request);
            items.add(message(phase, json.text()));
            return new Turn(items, json.announced() || overrides.wantsCommentary());
        }
        String text = TurnText.of(request, overrides.text(), overrides.words());
        CitedText cited =
                HostedTools.citing(text, search.map(SearchOverride::pages).orElse(0));
        items.add(new Message(ids.item("msg_"), phase, cited.text(), cited.citations()));
        return new Turn(items, true);
    }

    private List<OutputItem> reasoning(TurnRequest request, TurnOverrides overrides) {
        boolean summary = request.wantsSummary() || overrides.wantsReasoning();
        if (!summary && !request.wantsEncryptedReasoning()) {
            return List.of();
        }
        String id = ids.item("rs_");
        String encrypted = request.wantsEncryptedReasoning() ? EncryptedReasoning.seal(id, request.accountId()) : null;
        List<String> parts = new ArrayList<>();
        for (int i = 1; summary && i <= overrides.summaryParts(); i++) {
            parts.add(i == 1 ? SUMMARY : SUMMARY + " Part " + i + ".");
        }
        return List.of(new Reasoning(
                id,
                parts,
                overrides.wantsRawReasoning() ? "The emulator does not think, it answers." : null,
                encrypted));
    }

    private Message message(@Nullable String phase, String text) {
        return new Message(ids.item("msg_"), phase, text, List.of());
    }

    private OutputItem call(ToolOverrides.ChosenTool chosen) {
        Tool tool = chosen.tool();
        if (tool.type().equals(Tool.CUSTOM)) {
            String input = tool.name().equals(PATCH_TOOL) ? PATCH : TurnText.ANNOUNCEMENT + " input";
            return new CustomCall(
                    ids.item("ctc_"),
                    ids.call(),
                    tool.name(),
                    chosen.arguments().orElse(input));
        }
        String arguments = chosen.arguments()
                .orElseGet(() -> Json.text(new SchemaSample(tool.parameters(), "emulator text").arguments()));
        return new FunctionCall(ids.item("fc_"), ids.call(), tool.name(), tool.namespace(), arguments);
    }
}
