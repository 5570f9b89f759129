package dev.airelay.transforms.responses;

import dev.airelay.transforms.tool.CallKind;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of all input items besides messages, by type. */
final class ItemShapes {

    /** The compacted conversation as one encrypted item. */
    static final String COMPACTION = "compaction";

    /** Triggers a compaction upstream. */
    static final String TRIGGER = "compaction_trigger";

    /** Encrypted reasoning is forwarded unchanged; only the upstream can use it. */
    static final ItemShape REASONING =
            new ItemShape().texts("summary").texts("content").text("encrypted_content");

    /** Items of any other type: the upstream decides. */
    static final ItemShape AS_GIVEN = new ItemShape().open();

    private static final ItemShape OUTPUT = new ItemShape().output("output");
    /** In OpenAI's schema these always have an id. */
    private static final ItemShape WITH_ID = new ItemShape().optionalText("id").open();

    /** Calls that the client answers; a ledger handles their ids. */
    static final Map<CallKind, ItemShape> CALLS = Map.of(
            CallKind.FUNCTION,
                    new ItemShape()
                            .text("name")
                            .arguments("arguments")
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
            CallKind.COMPUTER, WITH_ID,
            CallKind.TOOL_SEARCH, new ItemShape().optionalText("execution").any("arguments"),
            CallKind.LOCAL_SHELL, new ItemShape().optionalText("status").any("action"));

    /** The outputs of calls; a ledger handles their ids. */
    static final Map<CallKind, ItemShape> OUTPUTS = Map.of(
            CallKind.FUNCTION, OUTPUT,
            CallKind.CUSTOM, OUTPUT,
            CallKind.SHELL, new ItemShape().any("output").optional("max_output_length"),
            CallKind.APPLY_PATCH, new ItemShape().optionalText("status").optionalText("output"),
            CallKind.COMPUTER, AS_GIVEN,
            CallKind.TOOL_SEARCH, new ItemShape().optionalText("execution"),
            CallKind.LOCAL_SHELL, OUTPUT);

    /**
     * Items without a counterpart. Those of tools that the upstream runs keep the id and status, as the upstream's own
     * client sends them back.
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
            Map.entry("additional_tools", new ItemShape().text("role")),
            Map.entry(COMPACTION, new ItemShape().text("encrypted_content")),
            Map.entry(TRIGGER, new ItemShape()),
            Map.entry("file_search_call", WITH_ID),
            Map.entry("code_interpreter_call", WITH_ID.nullable("code").nullable("outputs")),
            Map.entry("mcp_list_tools", WITH_ID),
            Map.entry("mcp_approval_request", WITH_ID),
            Map.entry("mcp_call", WITH_ID),
            Map.entry("program", WITH_ID),
            Map.entry("program_output", WITH_ID));

    /** Items that add tools to the conversation; their tools are read like those of the request. */
    static final List<String> WITH_TOOLS = List.of(CallKind.TOOL_SEARCH.outputType(), "additional_tools");

    /** Former names of a compaction. */
    static final List<String> FORMER_COMPACTIONS = List.of("compaction_summary", "context_compaction");

    private static final String OF_MESSAGES = "is a content part. Put it into the content of a message item.";
    private static final String OF_ANTHROPIC =
            "belongs to Anthropic's Messages API. Send function_call, function_call_output and reasoning items.";

    /** Types of other APIs that clients send here by mistake. */
    static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("input_text", OF_MESSAGES),
            Map.entry("input_image", OF_MESSAGES),
            Map.entry("input_file", OF_MESSAGES),
            Map.entry("input_audio", OF_MESSAGES),
            Map.entry("output_text", OF_MESSAGES),
            Map.entry("refusal", OF_MESSAGES),
            Map.entry("text", OF_MESSAGES),
            Map.entry("image_url", OF_MESSAGES),
            Map.entry("tool_use", OF_ANTHROPIC),
            Map.entry("tool_result", OF_ANTHROPIC),
            Map.entry("thinking", OF_ANTHROPIC),
            Map.entry("redacted_thinking", OF_ANTHROPIC),
            Map.entry("function", "belongs to Chat Completions. Send a function_call item."));

    private static final List<String> BROKEN_OFF = List.of("in_progress", "incomplete");

    private ItemShapes() {}

    /** Returns whether a stored item is a call that the model never finished, which has no output either. */
    static boolean brokenOff(ObjectNode item) {
        String type = item.path("type").stringValue("");
        return BROKEN_OFF.contains(item.path("status").stringValue(""))
                && CallKind.ofCall(type).isPresent();
    }
}
