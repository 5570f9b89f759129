package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.CallKind;
import java.util.List;
import java.util.Map;

/** The shapes of all input items besides messages, by type. */
final class ItemShapes {

    /** Encrypted reasoning is passed on as it is; it is worthless to anyone but the upstream. */
    static final ItemShape REASONING =
            new ItemShape().texts("summary").texts("content").text("encrypted_content");

    /** Calls that the client answers; their ids are kept by a ledger. */
    static final Map<CallKind, ItemShape> CALLS = Map.of(
            CallKind.FUNCTION, new ItemShape().text("name").text("arguments").optionalText("namespace"),
            CallKind.CUSTOM, new ItemShape().text("name").text("input").optionalText("namespace"),
            CallKind.LOCAL_SHELL, new ItemShape().optionalText("status").any("action"));

    /** The output of a call; its id is kept by a ledger. */
    static final ItemShape OUTPUT = new ItemShape().output("output");

    /**
     * Items that stand for themselves. Those of tools that the upstream runs keep the id and status that its own client
     * sends back.
     */
    static final Map<String, ItemShape> PLAIN = Map.ofEntries(
            Map.entry("web_search_call", new ItemShape().optionalText("status").optional("action")),
            Map.entry(
                    "image_generation_call",
                    new ItemShape()
                            .text("id")
                            .optionalText("status")
                            .optionalText("revised_prompt")
                            .optionalText("result")),
            Map.entry("shell_call", new ItemShape().callId().any("action").optional("environment")),
            Map.entry(
                    "shell_call_output", new ItemShape().callId().any("output").optional("max_output_length")),
            Map.entry(
                    "apply_patch_call",
                    new ItemShape().callId().any("operation").optionalText("status")),
            Map.entry(
                    "apply_patch_call_output",
                    new ItemShape().callId().optionalText("status").optionalText("output")),
            Map.entry(
                    "tool_search_call",
                    new ItemShape().optionalCallId().optionalText("execution").any("arguments")),
            Map.entry("compaction", new ItemShape().text("encrypted_content")),
            Map.entry("compaction_trigger", new ItemShape()));

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

    private ItemShapes() {}
}
