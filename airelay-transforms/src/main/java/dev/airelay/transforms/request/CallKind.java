package dev.airelay.transforms.request;

/** The kinds of tool calls that a client answers, with the upstream's names for call and output. */
public enum CallKind {
    FUNCTION("function_call", "function_call_output"),
    CUSTOM("custom_tool_call", "custom_tool_call_output"),
    /** Answered like a function, as the upstream's own client does. */
    LOCAL_SHELL("local_shell_call", "function_call_output");

    private final String callType;
    private final String outputType;

    CallKind(String callType, String outputType) {
        this.callType = callType;
        this.outputType = outputType;
    }

    /** Returns the type of the item that holds the call. */
    public String callType() {
        return callType;
    }

    /** Returns the type of the item that holds the output. */
    public String outputType() {
        return outputType;
    }

    /** Returns whether the call names a tool of the client's. */
    public boolean named() {
        return this != LOCAL_SHELL;
    }
}
