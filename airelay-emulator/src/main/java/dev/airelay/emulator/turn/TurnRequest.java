package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A typed view of a turn's request body. Reads leniently: the checks find what is missing. */
public record TurnRequest(IncomingRequest http, ObjectNode body) {
    public static final String MODEL = "model";
    public static final String INSTRUCTIONS = "instructions";
    public static final String INPUT = "input";
    public static final String TOOLS = "tools";
    public static final String TOOL_CHOICE = "tool_choice";
    public static final String PARALLEL = "parallel_tool_calls";
    public static final String REASONING = "reasoning";
    public static final String STORE = "store";
    public static final String STREAM = "stream";
    public static final String STREAM_OPTIONS = "stream_options";
    public static final String INCLUDE = "include";
    public static final String SERVICE_TIER = "service_tier";
    public static final String CACHE_KEY = "prompt_cache_key";
    public static final String TEXT = "text";
    public static final String CLIENT_METADATA = "client_metadata";
    public static final String PREVIOUS_RESPONSE_ID = "previous_response_id";
    public static final String GENERATE = "generate";

    public static final String TYPE = "type";
    public static final String ROLE = "role";
    public static final String CONTENT = "content";
    public static final String OUTPUT = "output";
    public static final String ADDITIONAL_TOOLS = "additional_tools";
    private static final Set<String> OFFERING = Set.of(ADDITIONAL_TOOLS, "tool_search_output");
    public static final String COMPACTION_TRIGGER = "compaction_trigger";
    private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";
    private static final String SEARCH_SOURCES = "web_search_call.action.sources";
    private static final String LITE_HEADER = "x-openai-internal-codex-responses-lite";
    /** Headers of one turn travel in the message when the turn has no HTTP request of its own. */
    private static final String LITE_METADATA = "ws_request_header_x_openai_internal_codex_responses_lite";

    /**
     * The request as its body says it.
     *
     * @throws RefusedException when the body is not a JSON object
     */
    public static TurnRequest of(IncomingRequest http) throws RefusedException {
        JsonNode body = Json.read(http.body())
                .orElseThrow(() -> new RefusedException(Refusal.detail("The request body is not valid JSON")));
        if (body instanceof ObjectNode object) {
            return new TurnRequest(http, object);
        }
        throw new RefusedException(Refusal.detail("The request body must be a JSON object"));
    }

    /** The model, or an empty text. */
    public String model() {
        return Json.string(body, MODEL);
    }

    /** The input items; none when the input is not a list. */
    public List<JsonNode> input() {
        return elements(body.path(INPUT));
    }

    /** The type of an input item; an item with a role and no type is a message. */
    public static String itemType(JsonNode item) {
        return Json.string(item, TYPE, item.has(ROLE) ? "message" : "");
    }

    /** All tools, those that items of the input offer included. */
    public List<JsonNode> tools() {
        List<JsonNode> tools = new ArrayList<>(elements(body.path(TOOLS)));
        for (JsonNode item : input()) {
            if (OFFERING.contains(itemType(item))) {
                tools.addAll(elements(item.path(TOOLS)));
            }
        }
        return tools;
    }

    /** This request without its image tool. */
    public TurnRequest withoutImageTool() {
        ObjectNode rest = body.deepCopy();
        ArrayNode left = rest.putArray(TOOLS);
        elements(body.path(TOOLS)).stream()
                .filter(tool -> !Json.string(tool, TYPE).equals(Tool.IMAGE_GENERATION))
                .forEach(left::add);
        rest.put(TOOL_CHOICE, "auto");
        return new TurnRequest(http, rest);
    }

    /** The tool choice; a missing node when there is none. */
    public JsonNode toolChoice() {
        return body.path(TOOL_CHOICE);
    }

    /** Whether the turn may call several tools, which is the default. */
    public boolean parallelToolCalls() {
        return body.path(PARALLEL).booleanValue(true);
    }

    /** Whether the header, or on a socket the metadata, announces a lite body. */
    public boolean lite() {
        String announced =
                http.onSocket() ? Json.string(body.path(CLIENT_METADATA), LITE_METADATA) : http.header(LITE_HEADER);
        return announced.equalsIgnoreCase("true");
    }

    /** Whether the response is stored: what an absent {@code store} means. */
    public boolean stored() {
        return body.path(STORE).booleanValue(true);
    }

    /** The id of the response to continue, or an empty text. */
    public String previousResponseId() {
        return Json.string(body, PREVIOUS_RESPONSE_ID);
    }

    /** Whether nothing is to be generated: the request only prepares the next one. */
    public boolean warmsUp() {
        return !body.path(GENERATE).booleanValue(true);
    }

    boolean wantsEncryptedReasoning() {
        return elements(body.path(INCLUDE)).stream()
                .anyMatch(wanted -> wanted.stringValue("").equals(ENCRYPTED_REASONING));
    }

    /** Whether searches list all pages that they found. */
    boolean wantsSources() {
        return elements(body.path(INCLUDE)).stream()
                .anyMatch(wanted -> wanted.stringValue("").equals(SEARCH_SOURCES));
    }

    /** Whether reasoning summaries are asked for. */
    boolean wantsSummary() {
        String summary = Json.string(body.path(REASONING), "summary");
        return !summary.isEmpty() && !summary.equals("none");
    }

    /** The format of the text; a missing node when there is none. */
    public JsonNode textFormat() {
        return body.path(TEXT).path("format");
    }

    /** The {@code session-id} header, or an empty text. */
    public String sessionId() {
        return http.header("session-id");
    }

    /** The prompt cache key, or an empty text. */
    public String cacheKey() {
        return Json.string(body, CACHE_KEY);
    }

    /** The account id header, or an empty text. */
    public String accountId() {
        return http.header("chatgpt-account-id");
    }

    /** The position of the last user message, or -1. */
    int lastUserIndex() {
        List<JsonNode> input = input();
        for (int i = input.size() - 1; i >= 0; i--) {
            if (itemType(input.get(i)).equals("message")
                    && Json.string(input.get(i), ROLE).equals("user")) {
                return i;
            }
        }
        return -1;
    }

    /** The last user message, if there is one. */
    Optional<JsonNode> lastUserMessage() {
        int last = lastUserIndex();
        return last < 0 ? Optional.empty() : Optional.of(input().get(last));
    }

    /** The text of the last user message; its parts are joined by line ends. */
    public String lastUserText() {
        return lastUserMessage().map(message -> text(message.path(CONTENT))).orElse("");
    }

    /** The last text part of the last user message: what the user asks for, behind what a client puts before it. */
    String lastUserRequest() {
        JsonNode content =
                lastUserMessage().map(message -> message.path(CONTENT)).orElseGet(Json::object);
        List<JsonNode> texts = elements(content).stream()
                .filter(part -> part.path(TEXT).isString())
                .toList();
        return texts.isEmpty() ? text(content) : Json.string(texts.get(texts.size() - 1), TEXT);
    }

    /** Whether the conversation is to be compacted rather than answered. */
    boolean compacts() {
        List<JsonNode> input = input();
        return !input.isEmpty() && itemType(input.get(input.size() - 1)).equals(COMPACTION_TRIGGER);
    }

    /** Tool outputs after the last user message. */
    public List<JsonNode> freshToolOutputs() {
        List<JsonNode> input = input();
        return input.subList(lastUserIndex() + 1, input.size()).stream()
                .filter(item -> itemType(item).endsWith("_call_output"))
                .collect(Collectors.toList());
    }

    /** How many rounds of tool outputs follow the last user message; outputs with no call between them are one round. */
    public int toolRounds() {
        int rounds = 0;
        boolean called = true;
        for (JsonNode item : input().subList(lastUserIndex() + 1, input().size())) {
            String type = itemType(item);
            if (type.endsWith("_call")) {
                called = true;
            } else if (type.endsWith("_call_output") && called) {
                called = false;
                rounds++;
            }
        }
        return rounds;
    }

    /** The text of content that is a string or a list of parts. */
    public static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        return elements(content).stream()
                .filter(part -> part.path(TEXT).isString())
                .map(part -> part.path(TEXT).stringValue())
                .collect(Collectors.joining("\n"));
    }

    /** The elements of an array; none for any other node. */
    public static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>(array.size());
        if (array.isArray()) {
            array.forEach(elements::add);
        }
        return elements;
    }
}
