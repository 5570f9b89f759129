package dev.airelay.transforms.request;

import java.util.Map;

/** Names of tools that the upstream itself runs. */
public final class HostedTools {

    /** Type of the upstream's web search. */
    public static final String WEB_SEARCH = "web_search";

    /** What the web search was called before; clients still do. */
    public static final String FORMER_WEB_SEARCH = "web_search_preview";

    private static final Map<String, String> FORMER_NAMES = Map.of(
            FORMER_WEB_SEARCH,
            WEB_SEARCH,
            "web_search_preview_2025_03_11",
            WEB_SEARCH,
            "web_search_2025_08_26",
            WEB_SEARCH);

    private HostedTools() {}

    /** Returns the name that the upstream knows a tool type by. */
    public static String currentName(String type) {
        return FORMER_NAMES.getOrDefault(type, type);
    }
}
