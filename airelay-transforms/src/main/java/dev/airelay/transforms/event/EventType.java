package dev.airelay.transforms.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Every known event type of the upstream's stream, with its properties.
 *
 * <p>Source: the OpenAI API's stream events, and the extension events observed on the ChatGPT backend.
 */
public enum EventType {
    CREATED("response.created", Role.HANDSHAKE),
    QUEUED("response.queued", Role.HANDSHAKE),
    IN_PROGRESS("response.in_progress", Role.HANDSHAKE),
    OUTPUT_ITEM_ADDED("response.output_item.added", Role.HANDSHAKE),
    OUTPUT_ITEM_DONE("response.output_item.done", Role.CONTENT),
    CONTENT_PART_ADDED("response.content_part.added", Role.CONTENT),
    CONTENT_PART_DONE("response.content_part.done", Role.CONTENT),
    OUTPUT_TEXT_DELTA("response.output_text.delta", Role.DELTA),
    OUTPUT_TEXT_DONE("response.output_text.done", Role.CONTENT),
    OUTPUT_TEXT_ANNOTATION_ADDED("response.output_text.annotation.added", Role.CONTENT),
    REFUSAL_DELTA("response.refusal.delta", Role.DELTA),
    REFUSAL_DONE("response.refusal.done", Role.CONTENT),
    FUNCTION_CALL_ARGUMENTS_DELTA("response.function_call_arguments.delta", Role.DELTA),
    FUNCTION_CALL_ARGUMENTS_DONE("response.function_call_arguments.done", Role.CONTENT),
    CUSTOM_TOOL_CALL_INPUT_DELTA("response.custom_tool_call_input.delta", Role.DELTA),
    CUSTOM_TOOL_CALL_INPUT_DONE("response.custom_tool_call_input.done", Role.CONTENT),
    REASONING_SUMMARY_PART_ADDED("response.reasoning_summary_part.added", Role.CONTENT),
    REASONING_SUMMARY_PART_DONE("response.reasoning_summary_part.done", Role.CONTENT),
    REASONING_SUMMARY_TEXT_DELTA("response.reasoning_summary_text.delta", Role.DELTA),
    REASONING_SUMMARY_TEXT_DONE("response.reasoning_summary_text.done", Role.CONTENT),
    REASONING_TEXT_DELTA("response.reasoning_text.delta", Role.DELTA),
    REASONING_TEXT_DONE("response.reasoning_text.done", Role.CONTENT),
    WEB_SEARCH_IN_PROGRESS("response.web_search_call.in_progress", Role.CONTENT),
    WEB_SEARCH_SEARCHING("response.web_search_call.searching", Role.CONTENT),
    WEB_SEARCH_COMPLETED("response.web_search_call.completed", Role.CONTENT),
    IMAGE_GENERATION_IN_PROGRESS("response.image_generation_call.in_progress", Role.CONTENT),
    IMAGE_GENERATION_GENERATING("response.image_generation_call.generating", Role.CONTENT),
    IMAGE_GENERATION_PARTIAL_IMAGE("response.image_generation_call.partial_image", Role.CONTENT),
    IMAGE_GENERATION_COMPLETED("response.image_generation_call.completed", Role.CONTENT),
    FILE_SEARCH_IN_PROGRESS("response.file_search_call.in_progress", Role.CONTENT),
    FILE_SEARCH_SEARCHING("response.file_search_call.searching", Role.CONTENT),
    FILE_SEARCH_COMPLETED("response.file_search_call.completed", Role.CONTENT),
    CODE_INTERPRETER_IN_PROGRESS("response.code_interpreter_call.in_progress", Role.CONTENT),
    CODE_INTERPRETER_INTERPRETING("response.code_interpreter_call.interpreting", Role.CONTENT),
    CODE_INTERPRETER_COMPLETED("response.code_interpreter_call.completed", Role.CONTENT),
    CODE_INTERPRETER_CODE_DELTA("response.code_interpreter_call_code.delta", Role.CONTENT),
    CODE_INTERPRETER_CODE_DONE("response.code_interpreter_call_code.done", Role.CONTENT),
    MCP_CALL_IN_PROGRESS("response.mcp_call.in_progress", Role.CONTENT),
    MCP_CALL_COMPLETED("response.mcp_call.completed", Role.CONTENT),
    MCP_CALL_FAILED("response.mcp_call.failed", Role.CONTENT),
    MCP_CALL_ARGUMENTS_DELTA("response.mcp_call_arguments.delta", Role.CONTENT),
    MCP_CALL_ARGUMENTS_DONE("response.mcp_call_arguments.done", Role.CONTENT),
    MCP_LIST_TOOLS_IN_PROGRESS("response.mcp_list_tools.in_progress", Role.CONTENT),
    MCP_LIST_TOOLS_COMPLETED("response.mcp_list_tools.completed", Role.CONTENT),
    MCP_LIST_TOOLS_FAILED("response.mcp_list_tools.failed", Role.CONTENT),
    SHELL_COMMAND_ADDED("response.shell_call_command.added", Role.CONTENT),
    SHELL_COMMAND_DELTA("response.shell_call_command.delta", Role.CONTENT),
    SHELL_COMMAND_DONE("response.shell_call_command.done", Role.CONTENT),
    SHELL_OUTPUT_DELTA("response.shell_call_output_content.delta", Role.CONTENT),
    SHELL_OUTPUT_DONE("response.shell_call_output_content.done", Role.CONTENT),
    COMPACTION_COMPACTING("response.compaction.compacting", Role.CONTENT),
    COMPLETED("response.completed", Role.TERMINAL),
    /** The WebSocket's alias of {@link #COMPLETED}. */
    DONE("response.done", Role.TERMINAL),
    INCOMPLETE("response.incomplete", Role.TERMINAL),
    FAILED("response.failed", Role.FAILURE),
    ERROR("error", Role.FAILURE),
    RATE_LIMITS("codex.rate_limits", Role.EXTENSION),
    CODEX_RESPONSE_METADATA("codex.response.metadata", Role.EXTENSION),
    RESPONSE_METADATA("response.metadata", Role.EXTENSION),
    WEBSOCKET_TIMING("responsesapi.websocket_timing", Role.EXTENSION),
    KEEPALIVE("keepalive", Role.EXTENSION),
    /** Any other type that is named like the API's own events: forwarded to clients of that API, without other effect. */
    OTHER_PUBLIC("", Role.HANDSHAKE),
    /** Any type not listed here that is not named like an event of the API; not forwarded. */
    UNKNOWN("", Role.EXTENSION);

    private static final String PUBLIC_PREFIX = "response.";
    private static final String INTERNAL_PREFIX = "response.codex";
    private static final Map<String, EventType> BY_WIRE_NAME = new HashMap<>();

    static {
        for (EventType type : values()) {
            BY_WIRE_NAME.put(type.wireName, type);
        }
    }

    private final String wireName;
    // Never changed; compared with each event of a stream.
    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] wireBytes;

    private final Role role;

    EventType(String wireName, Role role) {
        this.wireName = wireName;
        this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
        this.role = role;
    }

    /** Returns the type with this {@code type} member, {@link #OTHER_PUBLIC} or {@link #UNKNOWN}. */
    public static EventType of(String wireName) {
        EventType known = BY_WIRE_NAME.get(wireName);
        return known != null ? known : isPublic(wireName) ? OTHER_PUBLIC : UNKNOWN;
    }

    /** Returns whether this is the type with exactly this name, from {@code from} to before {@code to}. */
    boolean isNamed(byte[] name, int from, int to) {
        return wireBytes.length > 0 && Arrays.equals(name, from, to, wireBytes, 0, wireBytes.length);
    }

    /** The name becomes a line in the client's stream, so only a plain name is accepted. */
    private static boolean isPublic(String wireName) {
        boolean plain = wireName.chars()
                .allMatch(c -> c == '.' || c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
        return plain && wireName.startsWith(PUBLIC_PREFIX) && !wireName.startsWith(INTERNAL_PREFIX);
    }

    /** Returns the value of the event's {@code type} member; empty for the types that are not listed one by one. */
    public String wireName() {
        return wireName;
    }

    /** Returns true for events that announce a reply without any content. */
    public boolean handshake() {
        return role == Role.HANDSHAKE;
    }

    /** Returns true for events with a piece of text for the client: nearly all of a stream. */
    public boolean delta() {
        return role == Role.DELTA;
    }

    /** Returns true for the events that end the upstream's stream. */
    public boolean terminal() {
        return role == Role.TERMINAL || role == Role.FAILURE;
    }

    /** Returns true for the terminal events that report a failure. */
    public boolean failure() {
        return role == Role.FAILURE;
    }

    /** Returns true for events that no API client may see. */
    public boolean extension() {
        return role == Role.EXTENSION;
    }

    private enum Role {
        HANDSHAKE,
        CONTENT,
        DELTA,
        TERMINAL,
        FAILURE,
        EXTENSION
    }
}
