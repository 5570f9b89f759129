package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of output items that the relay handles specially. */
public enum ItemKind {
    MESSAGE("message", "msg_", "incomplete"),
    REASONING("reasoning", "rs_", "incomplete"),
    FUNCTION_CALL("function_call", "fc_", "incomplete"),
    FUNCTION_CALL_OUTPUT("function_call_output", "fco_", "incomplete"),
    CUSTOM_TOOL_CALL("custom_tool_call", "ctc_", "incomplete"),
    CUSTOM_TOOL_CALL_OUTPUT("custom_tool_call_output", "ctco_", "incomplete"),
    WEB_SEARCH_CALL("web_search_call", "ws_", "failed"),
    IMAGE_GENERATION_CALL("image_generation_call", "ig_", "failed"),
    FILE_SEARCH_CALL("file_search_call", "fs_", "failed"),
    CODE_INTERPRETER_CALL("code_interpreter_call", "ci_", "incomplete"),
    MCP_CALL("mcp_call", "mcp_", "failed"),
    MCP_LIST_TOOLS("mcp_list_tools", "mcpl_", "failed"),
    MCP_APPROVAL_REQUEST("mcp_approval_request", "mcpr_", "incomplete"),
    COMPUTER_CALL("computer_call", "cu_", "incomplete"),
    COMPUTER_CALL_OUTPUT("computer_call_output", "cuo_", "incomplete"),
    SHELL_CALL("shell_call", "sh_", "incomplete"),
    SHELL_CALL_OUTPUT("shell_call_output", "sho_", "incomplete"),
    LOCAL_SHELL_CALL("local_shell_call", "lsh_", "incomplete"),
    APPLY_PATCH_CALL("apply_patch_call", "apc_", "incomplete"),
    APPLY_PATCH_CALL_OUTPUT("apply_patch_call_output", "apco_", "incomplete"),
    TOOL_SEARCH_CALL("tool_search_call", "tsc_", "incomplete"),
    TOOL_SEARCH_OUTPUT("tool_search_output", "tso_", "incomplete"),
    COMPACTION("compaction", "cmp_", "incomplete"),
    /** Any other type; forwarded unchanged. */
    OTHER("", "item_", "incomplete");

    private static final String EVENT_PREFIX = "response.";
    private static final Map<String, ItemKind> BY_WIRE_NAME = new HashMap<>();
    private static final Map<EventType, ItemKind> BY_PROGRESS = new EnumMap<>(EventType.class);

    static {
        for (ItemKind kind : values()) {
            BY_WIRE_NAME.put(kind.wireName, kind);
        }
        for (EventType type : EventType.values()) {
            // Of two names the longer one is the more precise: shell_call_output, not shell_call.
            BY_WIRE_NAME.values().stream()
                    .filter(kind -> kind != OTHER && !kind.streamed())
                    .filter(kind -> type.wireName().startsWith(EVENT_PREFIX + kind.wireName))
                    .max(Comparator.comparingInt(kind -> kind.wireName.length()))
                    .ifPresent(kind -> BY_PROGRESS.put(type, kind));
        }
    }

    private final String wireName;
    private final String idPrefix;
    private final String unfinished;

    ItemKind(String wireName, String idPrefix, String unfinished) {
        this.wireName = wireName;
        this.idPrefix = idPrefix;
        this.unfinished = unfinished;
    }

    /** Returns the kind of this {@code type} member. */
    public static ItemKind of(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, OTHER);
    }

    /**
     * Returns the kind of item whose upstream tool reports its progress with such an event: one named after an item whose
     * text is not streamed. Null for other events.
     */
    static @Nullable ItemKind ofProgress(EventType type) {
        return BY_PROGRESS.get(type);
    }

    /** Returns the {@code type} member's value; empty for {@link #OTHER}. */
    public String wireName() {
        return wireName;
    }

    /** Returns the prefix of the item's id. */
    public String idPrefix() {
        return idPrefix;
    }

    /** Returns the status of an unfinished item. */
    public String unfinished() {
        return unfinished;
    }

    /** Returns true for items whose text is streamed in deltas. */
    public boolean streamed() {
        return this == MESSAGE || this == REASONING || clientCall();
    }

    /** Returns true for the calls that the client answers. */
    public boolean clientCall() {
        return this == FUNCTION_CALL || this == CUSTOM_TOOL_CALL;
    }
}
