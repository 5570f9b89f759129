package dev.airelay.transforms.request;

/** The kinds of tool calls that a client answers, with the upstream's names for call and output. */
public enum CallKind {
    FUNCTION("function_call", "function_call_output", "function call"),
    CUSTOM("custom_tool_call", "custom_tool_call_output", "custom tool call"),
    SHELL("shell_call", "shell_call_output", "shell call"),
    APPLY_PATCH("apply_patch_call", "apply_patch_call_output", "apply patch call"),
    /** Answered like a function, as the upstream's own client does. */
    LOCAL_SHELL("local_shell_call", "function_call_output", "local shell call");

    private final String callType;
    private final String outputType;
    private final String words;

    CallKind(String callType, String outputType, String words) {
        this.callType = callType;
        this.outputType = outputType;
        this.words = words;
    }

    /** Returns the type of the item that holds the call. */
    public String callType() {
        return callType;
    }

    /** Returns the type of the item that holds the output. */
    public String outputType() {
        return outputType;
    }

    /** Returns what an error calls such a call. */
    public String words() {
        return words;
    }

    /** Returns whether the call names a tool of the client's. */
    public boolean named() {
        return this == FUNCTION || this == CUSTOM;
    }
}
