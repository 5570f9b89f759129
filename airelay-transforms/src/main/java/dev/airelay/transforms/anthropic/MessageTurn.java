package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.anthropic.MessageOutput.Growth;
import dev.airelay.transforms.anthropic.MessagesReplyOptions.Thinking;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.reply.Turn;
import dev.airelay.transforms.reply.TurnReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts the upstream's items to the blocks of one message. Anthropic's blocks follow strictly one after another, each
 * with its own index. Items of the upstream may overlap: one that begins while another is open waits until that is finished.
 *
 * <p>A reasoning item is one thinking block, a text part one text block, a call one tool use, and a web search two: the use
 * of the server's tool and its result. Not safe for concurrent use.
 */
final class MessageTurn implements Turn {

    private static final String TYPE = "type";
    private static final String CONTAINER = "container";
    private static final String CITATIONS = "citations";
    private static final JsonName MODEL = new JsonName("model");
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^a-zA-Z0-9_-]");
    /** Between the parts of a summary, in escaped form. */
    private static final JsonText PART_BREAK = JsonText.of("\n\n");

    /** A tool of Claude Code whose input must not contain this empty string, which the upstream's models add. */
    private static final String READ = "Read";

    private static final String PAGES = "pages";
    private static final JsonText NO_ARGUMENTS = JsonText.of("{}");

    private final MessagesReplyOptions options;
    private final MessageOutput output;
    private final TurnReader reader = new TurnReader(this);
    private final StopScanner stops;
    private final Deque<ItemState> waiting = new ArrayDeque<>();
    /** Searches without results from the upstream: the citations in the text that follows replace them. */
    private final List<String> searchesWithoutResults = new ArrayList<>();

    /** The titles of the pages cited since the last result, by URL. */
    private final Map<String, String> cited = new LinkedHashMap<>();

    private String model;
    private @Nullable ItemState current;
    private @Nullable PartState currentPart;
    private boolean open;
    private boolean answered;
    private int calls;
    private int searches;
    private boolean refused;
    private boolean ended;

    MessageTurn(MessagesReplyOptions options, MessageOutput output) {
        this.options = options;
        this.output = output;
        this.model = options.model();
        this.stops = new StopScanner(options.stops());
    }

    void accept(UpstreamEvent event) {
        if (!ended) {
            reader.accept(event);
        }
    }

    void fail(UpstreamFailure failure) {
        if (!ended) {
            ended = true;
            output.fail(failure);
        }
    }

    boolean ended() {
        return ended;
    }

    long heldBytes() {
        return reader.heldBytes();
    }

    @Override
    public void announced(JsonMembers response) {
        String named = response.string(MODEL);
        model = named.isEmpty() ? model : named;
    }

    @Override
    public void begun() {
        ObjectNode message = Json.object()
                .put("id", "msg_" + options.token())
                .put(TYPE, "message")
                .put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
        message.putNull(CONTAINER).putNull("diagnostics");
        message.set("usage", MessageUsage.atStart());
        output.begin(message);
    }

    @Override
    public void call(ItemState call) {
        if (!ended && mayGoOn(call)) {
            openCall(call);
        }
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        if (!ended && mayGoOn(item)) {
            piece(item, part, text);
        }
    }

    /** Returns whether the item is the current one; if not, it waits. */
    private boolean mayGoOn(ItemState item) {
        if (current == null) {
            current = item;
        } else if (current != item && !waiting.contains(item)) {
            waiting.add(item);
        }
        return current == item;
    }

    @Override
    public void finished(ItemState item) {
        if (ended || !mayGoOn(item)) {
            return;
        }
        finish(item);
        while (!ended && current == null && !waiting.isEmpty()) {
            ItemState next = waiting.remove();
            current = next;
            catchUp(next);
            if (next.finished()) {
                finish(next);
            }
        }
    }

    /** Writes the content so far of an item that waited. */
    private void catchUp(ItemState item) {
        if (item.kind().clientCall() && !item.callWaiting()) {
            openCall(item);
        }
        for (PartState part : item.parts()) {
            if (!ended && !part.text().isEmpty()) {
                piece(item, part, part.text());
            }
        }
    }

    private void piece(ItemState item, PartState part, JsonText text) {
        switch (part.channel()) {
            case TEXT -> {
                openText(part);
                say(text);
            }
            case REFUSAL -> {
                refused = true;
                openText(part);
                output.text(text);
            }
            case SUMMARY -> summary(part, text);
            case ARGUMENTS -> {
                if (!held(item)) {
                    output.text(text);
                }
            }
            case INPUT, REASONING -> {
                // The input of a custom tool is sent in one piece, and raw reasoning not at all.
            }
        }
    }

    private void openText(PartState part) {
        if (part != currentPart) {
            closeText();
            ObjectNode text = Json.object().put(TYPE, "text").put("text", "").putNull(CITATIONS);
            if (searches > 0) {
                // Anthropic's Java SDK adds the citations that follow to this list.
                text.putArray(CITATIONS);
            }
            openBlock(text, Growth.TEXT);
            currentPart = part;
        }
    }

    private void openBlock(ObjectNode block, Growth growth) {
        output.open(block, growth);
        open = true;
        // Thinking alone is not a response.
        answered |= growth != Growth.THINKING;
    }

    private void closeBlock() {
        if (open) {
            open = false;
            currentPart = null;
            output.close();
        }
    }

    private void say(JsonText text) {
        if (stops.idle()) {
            output.text(text);
            return;
        }
        write(stops.feed(text.units()));
        if (stops.matched()) {
            closeBlock();
            end("stop_sequence", stops.match(), MessageUsage.unknown());
        }
    }

    private void write(String text) {
        if (!text.isEmpty()) {
            output.text(JsonText.of(text));
        }
    }

    /** Ends a text: a possible beginning of a stop sequence was not one. */
    private void closeText() {
        PartState part = currentPart;
        if (!open || part == null) {
            return;
        }
        if (part.channel() == Channel.TEXT) {
            write(stops.flush());
            part.annotations().forEach(this::cite);
        }
        closeBlock();
    }

    private void cite(ObjectNode annotation) {
        if (!Json.text(annotation, TYPE).equals("url_citation")) {
            return;
        }
        String url = Json.text(annotation, "url");
        String title = Json.text(annotation, "title");
        cited.putIfAbsent(url, title);
        output.citation(Json.object()
                .put(TYPE, "web_search_result_location")
                .put("url", url)
                .put("title", title.isEmpty() ? null : title)
                .put("cited_text", "")
                .put("encrypted_index", ""));
    }

    private void summary(PartState part, JsonText text) {
        if (options.thinking() != Thinking.SHOWN) {
            return;
        }
        if (!open) {
            openBlock(thinking(), Growth.THINKING);
        } else if (part != currentPart) {
            output.text(PART_BREAK);
        }
        currentPart = part;
        output.text(text);
    }

    private static ObjectNode thinking() {
        return Json.object().put(TYPE, "thinking").put("thinking", "").put("signature", "");
    }

    private void openCall(ItemState call) {
        calls++;
        ObjectNode block = Json.object()
                .put(TYPE, "tool_use")
                .put("id", NOT_IN_IDS.matcher(call.callId(options.token())).replaceAll("_"))
                .put("name", call.name());
        block.putObject("input");
        block.putObject("caller").put(TYPE, "direct");
        openBlock(block, Growth.INPUT);
    }

    /** Returns whether the arguments of a call wait until they are complete. */
    private static boolean held(ItemState call) {
        return call.name().equals(READ);
    }

    private void finish(ItemState item) {
        switch (item.kind()) {
            case REASONING -> finishReasoning(item);
            case MESSAGE -> finishMessage(item);
            case FUNCTION_CALL, CUSTOM_TOOL_CALL -> finishCall(item);
            case WEB_SEARCH_CALL -> finishSearch(item);
            default -> {
                // Only clients of the upstream's own API can use it.
            }
        }
        closeBlock();
        if (current == item) {
            current = null;
        }
    }

    private void finishReasoning(ItemState item) {
        ObjectNode done = item.done();
        String encrypted = done == null ? "" : Json.text(done, "encrypted_content");
        if (options.thinking() == Thinking.HIDDEN || encrypted.isEmpty()) {
            return;
        }
        if (!open) {
            openBlock(thinking(), Growth.THINKING);
        }
        output.signature(new ThinkingSignature(item.id(options.token()).toString(), encrypted).text());
    }

    private void finishMessage(ItemState item) {
        if (searches > 0 && currentPart != null && currentPart.annotations().isEmpty()) {
            annotate(item, currentPart);
        }
        closeText();
        if (!ended && item.kind() == ItemKind.MESSAGE) {
            writeResultsOfSearches();
        }
    }

    /** Adds annotations that are only in the complete item. */
    private static void annotate(ItemState item, PartState part) {
        ObjectNode done = item.done();
        JsonNode annotations = done == null
                ? Json.array()
                : done.path("content").path(part.clientIndex()).path("annotations");
        for (JsonNode annotation : annotations) {
            if (annotation instanceof ObjectNode object) {
                part.annotate(object);
            }
        }
    }

    private void finishCall(ItemState item) {
        if (item.kind() == ItemKind.CUSTOM_TOOL_CALL) {
            ObjectNode input = Json.object();
            input.put(
                    "input",
                    item.parts().isEmpty() ? "" : item.parts().get(0).text().toString());
            write(new String(Json.write(input), StandardCharsets.UTF_8));
        } else if (held(item)) {
            output.text(readable(
                    item.parts().isEmpty() ? NO_ARGUMENTS : item.parts().get(0).text()));
        }
    }

    private static JsonText readable(JsonText arguments) {
        byte[] json = arguments.units().getBytes(StandardCharsets.UTF_8);
        if (Json.read(json, 0, json.length) instanceof ObjectNode input
                && (input.path(PAGES).isNull()
                        || (input.path(PAGES).isString()
                                && Json.text(input, PAGES).isEmpty()))) {
            input.remove(PAGES);
            return JsonText.of(new String(Json.write(input), StandardCharsets.UTF_8));
        }
        return arguments;
    }

    private void finishSearch(ItemState item) {
        ObjectNode search = item.done();
        if (search == null || !SearchBlocks.isSearch(search)) {
            return;
        }
        searches++;
        String id = "srvtoolu_"
                + NOT_IN_IDS
                        .matcher(item.id(options.token()).toString())
                        .replaceAll("_")
                        .replace('-', '_');
        block(SearchBlocks.use(id, search));
        ArrayNode results = SearchBlocks.results(search);
        if (SearchBlocks.failed(search)) {
            block(SearchBlocks.failure(id));
        } else if (results.isEmpty()) {
            searchesWithoutResults.add(id);
        } else {
            block(SearchBlocks.found(id, results));
        }
    }

    private void block(ObjectNode block) {
        openBlock(block, Growth.TEXT);
        closeBlock();
    }

    private void writeResultsOfSearches() {
        int last = searchesWithoutResults.size() - 1;
        for (int i = 0; i <= last; i++) {
            // It is unknown which search found which page.
            block(SearchBlocks.found(searchesWithoutResults.get(i), i == last ? pages() : Json.array()));
        }
        searchesWithoutResults.clear();
        cited.clear();
    }

    private ArrayNode pages() {
        ArrayNode pages = Json.array();
        cited.forEach((url, title) -> pages.add(SearchBlocks.result(url, title)));
        return pages;
    }

    @Override
    public void over(MergedResponse response) {
        if (ended) {
            return;
        }
        writeResultsOfSearches();
        EndReason reason = EndReason.of(response);
        if (!answered && reason == EndReason.STOP) {
            fail(UpstreamFailure.server(502, "empty_response", "The upstream sent an empty response."));
            return;
        }
        String stop = switch (reason) {
            case LENGTH -> "max_tokens";
            case CONTENT_FILTER -> "refusal";
            case STOP -> refused ? "refusal" : calls > 0 ? "tool_use" : "end_turn";
        };
        end(stop, null, MessageUsage.of(response.members(), searches));
    }

    private void end(String reason, @Nullable String sequence, ObjectNode usage) {
        ended = true;
        ObjectNode end =
                Json.object().putNull(CONTAINER).put("stop_reason", reason).put("stop_sequence", sequence);
        if (reason.equals("refusal")) {
            end.putObject("stop_details")
                    .put(TYPE, "refusal")
                    .putNull("category")
                    .putNull("explanation");
        } else {
            end.putNull("stop_details");
        }
        output.end(end, usage);
    }

    @Override
    public void failed(UpstreamEvent event) {
        fail(FailureClassifier.ofEvent(event, options.createdEpochSeconds()));
    }
}
