package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.CallKind;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of all input items besides messages, by type. */
final class ItemShapes {

    /** Encrypted reasoning is passed on as it is; it is worthless to anyone but the upstream. */
    static final ItemShape REASONING =
            new ItemShape().texts("summary").texts("content").text("encrypted_content");

    /** Calls that the client answers; their ids are kept by a ledger. */
    static final Map<CallKind, ItemShape> CALLS = Map.of(
            CallKind.FUNCTION,
                    new ItemShape()
                            .text("name")
                            .text("arguments")
                            .optionalText("namespace")
                            .optional("async"),
            CallKind.CUSTOM,
                    new ItemShape()
                            .text("name")
                            .text("input")
                            .optionalText("namespace")
                            .optional("async"),
            CallKind.SHELL, new ItemShape().any("action").optional("environment"),
            CallKind.APPLY_PATCH, new ItemShape().any("operation").optionalText("status"),
            CallKind.LOCAL_SHELL, new ItemShape().optionalText("status").any("action"));

    private static final ItemShape OUTPUT = new ItemShape().output("output");

    /** The outputs of calls; their ids are kept by a ledger. */
    static final Map<CallKind, ItemShape> OUTPUTS = Map.of(
            CallKind.FUNCTION, OUTPUT,
            CallKind.CUSTOM, OUTPUT,
            CallKind.SHELL, new ItemShape().any("output").optional("max_output_length"),
            CallKind.APPLY_PATCH, new ItemShape().optionalText("status").optionalText("output"),
            CallKind.LOCAL_SHELL, OUTPUT);

    /**
     * Items that stand for themselves. Those of tools that the upstream runs keep the id and status that its own client
     * sends back.
     */
    static final Map<String, ItemShape> PLAIN = Map.of(
            "web_search_call",
            new ItemShape().optionalText("status").optional("action"),
            "image_generation_call",
            new ItemShape()
                    .text("id")
                    .optionalText("status")
                    .optionalText("revised_prompt")
                    .optionalText("result"),
            "tool_search_call",
            new ItemShape().optionalCallId().optionalText("execution").any("arguments"),
            "compaction",
            new ItemShape().text("encrypted_content"),
            "context_compaction",
            new ItemShape().optionalText("encrypted_content"),
            "compaction_trigger",
            new ItemShape());

    /** Items that bring tools into the conversation; their tools are read like those of the request. */
    static final Map<String, ItemShape> WITH_TOOLS = Map.of(
            "tool_search_output", new ItemShape().optionalCallId().optionalText("execution"),
            "additional_tools", new ItemShape().text("role"));

    /** Items of tools that the backend lacks. */
    static final List<String> OF_OTHER_BACKENDS = List.of(
            "file_search_call",
            "code_interpreter_call",
            "computer_call",
            "computer_call_output",
            "mcp_list_tools",
            "mcp_approval_request",
            "mcp_approval_response",
            "mcp_call",
            "program",
            "program_output");

    private static final List<String> BROKEN_OFF = List.of("in_progress", "incomplete");

    private ItemShapes() {}

    /** Returns whether a kept item is a call that the model never finished, which has no answer either. */
    static boolean brokenOff(ObjectNode item) {
        String type = item.path("type").stringValue("");
        return BROKEN_OFF.contains(item.path("status").stringValue(""))
                && CALLS.keySet().stream().anyMatch(kind -> kind.callType().equals(type));
    }
}
