package dev.airelay.emulator.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes that scripts make to a turn. Filled by scripts, then read by the planner. Not thread-safe: created for one
 * request.
 */
public final class TurnOverrides {
    /**
     * A tool call that a script asks for.
     *
     * @param tool the tool's name; empty lets the planner choose
     * @param arguments the arguments or input, raw; null for ones that fit the schema
     */
    record CallOverride(String tool, @Nullable String arguments) {}

    /**
     * A web search that a script asks for.
     *
     * @param query the words to search for
     * @param count number of searches; those after the first have a number in the query
     * @param pages how many pages are found and cited
     * @param opens whether the first page is opened after the searches
     */
    record SearchOverride(String query, int count, int pages, boolean opens) {}

    private final List<CallOverride> calls = new ArrayList<>();
    private final List<ObjectNode> items = new ArrayList<>();
    private @Nullable String text;
    private @Nullable String exact;
    private @Nullable String refusal;
    private boolean exactRefusal;
    private @Nullable SearchOverride search;
    private @Nullable String image;
    private int words;
    private int summaryParts = 1;
    private boolean imageTool = true;
    private boolean commentary;
    private boolean rawReasoning;
    private boolean reasoning;
    private boolean filledOutput;

    void call(CallOverride override) {
        calls.add(override);
    }

    List<CallOverride> calls() {
        return List.copyOf(calls);
    }

    /** An output item that replaces the turn's answer. */
    void item(ObjectNode json) {
        items.add(json);
    }

    List<ObjectNode> items() {
        return List.copyOf(items);
    }

    /** The answer's text after the emulator's announcement. */
    void text(String value) {
        text = value;
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** The answer's whole text, without the emulator's announcement. */
    void exact(String value) {
        exact = value;
    }

    Optional<String> exact() {
        return Optional.ofNullable(exact);
    }

    /** Further words to append. */
    void words(int count) {
        words = count;
    }

    int words() {
        return words;
    }

    void refusal(String value) {
        refusal = value;
    }

    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** A refusal without the emulator's announcement. */
    void exactRefusal(String value) {
        refusal = value;
        exactRefusal = true;
    }

    boolean wantsExactRefusal() {
        return exactRefusal;
    }

    void search(SearchOverride override) {
        search = override;
    }

    Optional<SearchOverride> search() {
        return Optional.ofNullable(search);
    }

    /** The base64 text of an image to generate. */
    void image(String base64) {
        image = base64;
    }

    Optional<String> image() {
        return Optional.ofNullable(image);
    }

    /** The image tool is taken out of the request, as for a plan that does not have it. */
    void withoutImageTool() {
        imageTool = false;
    }

    /** Returns whether the image tool of a request counts. */
    public boolean hasImageTool() {
        return imageTool;
    }

    void commentary() {
        commentary = true;
    }

    boolean wantsCommentary() {
        return commentary;
    }

    void reasoning(int parts, boolean raw) {
        reasoning = true;
        summaryParts = parts;
        rawReasoning = raw;
    }

    boolean wantsReasoning() {
        return reasoning;
    }

    boolean wantsRawReasoning() {
        return rawReasoning;
    }

    int summaryParts() {
        return summaryParts;
    }

    void filledOutput() {
        filledOutput = true;
    }

    /** Whether {@code response.completed} carries the output. */
    public boolean wantsFilledOutput() {
        return filledOutput;
    }
}
