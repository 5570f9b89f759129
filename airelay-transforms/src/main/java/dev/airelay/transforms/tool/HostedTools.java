package dev.airelay.transforms.tool;

import java.util.Map;
import java.util.Set;

/** Names of tools that the upstream itself runs. */
public final class HostedTools {

    /** Type of the upstream's web search. */
    public static final String WEB_SEARCH = "web_search";

    /** The former name of the web search, which clients still use. */
    public static final String FORMER_WEB_SEARCH = "web_search_preview";

    private static final Map<String, String> FORMER_NAMES = Map.of(
            FORMER_WEB_SEARCH,
            WEB_SEARCH,
            "web_search_preview_2025_03_11",
            WEB_SEARCH,
            "web_search_2025_08_26",
            WEB_SEARCH);

    /** Types of tools that OpenAI's API or the backend runs, whether or not both do. */
    private static final Set<String> TYPES = Set.of(
            WEB_SEARCH,
            "image_generation",
            "tool_search",
            "local_shell",
            "shell",
            "apply_patch",
            "file_search",
            "code_interpreter",
            "mcp",
            "computer",
            "computer_use",
            "computer_use_preview",
            "programmatic_tool_calling");

    private HostedTools() {}

    /** Returns whether there is a nameless tool of this type, by its present name. */
    static boolean isKnown(String type) {
        return TYPES.contains(type);
    }

    /** Returns the upstream's name for a tool type. */
    public static String currentName(String type) {
        return FORMER_NAMES.getOrDefault(type, type);
    }
}
