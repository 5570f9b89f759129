package dev.airelay.transforms.tool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kinds of tool calls that a client answers, with the upstream's names for call and output. */
public enum CallKind {
    FUNCTION("function_call", "function_call_output", "function call"),
    CUSTOM("custom_tool_call", "custom_tool_call_output", "custom tool call"),
    SHELL("shell_call", "shell_call_output", "shell call"),
    APPLY_PATCH("apply_patch_call", "apply_patch_call_output", "apply patch call"),
    COMPUTER("computer_call", "computer_call_output", "computer call"),
    /** Has no id, and no output from the client, if the upstream searches itself. */
    TOOL_SEARCH("tool_search_call", "tool_search_output", "tool search call"),
    /** Answered like a function, as the upstream's own client does. */
    LOCAL_SHELL("local_shell_call", "function_call_output", "local shell call");

    private static final Map<String, CallKind> BY_CALL_TYPE = new HashMap<>();
    private static final Map<String, CallKind> BY_OUTPUT_TYPE = new HashMap<>();

    static {
        for (CallKind kind : values()) {
            BY_CALL_TYPE.put(kind.callType, kind);
            BY_OUTPUT_TYPE.putIfAbsent(kind.outputType, kind);
        }
    }

    private final String callType;
    private final String outputType;
    private final String words;

    CallKind(String callType, String outputType, String words) {
        this.callType = callType;
        this.outputType = outputType;
        this.words = words;
    }

    /** Returns the kind of call that items of this type are; empty for all other items. */
    public static Optional<CallKind> ofCall(String type) {
        return Optional.ofNullable(BY_CALL_TYPE.get(type));
    }

    /** Returns the kind of call whose outputs have this type; empty for all other items. */
    public static Optional<CallKind> ofOutput(String type) {
        return Optional.ofNullable(BY_OUTPUT_TYPE.get(type));
    }

    /** Returns the type of the item with the call. */
    public String callType() {
        return callType;
    }

    /** Returns the type of the item with the output. */
    public String outputType() {
        return outputType;
    }

    /** Returns the name of such a call in errors. */
    public String words() {
        return words;
    }

    /** Returns whether the call names a tool of the client. */
    public boolean named() {
        return this == FUNCTION || this == CUSTOM;
    }
}
