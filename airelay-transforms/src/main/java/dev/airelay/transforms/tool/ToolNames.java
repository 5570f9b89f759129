package dev.airelay.transforms.tool;

import dev.airelay.base.Sha256;
import dev.airelay.transforms.request.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tool names of one request. The upstream accepts 1 to 64 letters, digits, underscores and hyphens; other names get a
 * replacement, which is the same in every turn, so that the prompt cache works.
 */
public final class ToolNames {

    private static final int MAX_CHARS = 64;
    private static final int HASH_CHARS = 8;
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-]{1," + MAX_CHARS + "}");
    private static final Pattern ILLEGAL_CHAR = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final String MCP = "mcp__";
    private static final String UNNAMED = "unnamed_tool";

    private final Map<String, String> clientByUpstream = new HashMap<>();
    private final Map<String, String> upstreamByClient = new HashMap<>();

    /** Returns the upstream's name of the called tool; a call without a name gets a replacement. */
    public String called(Value name) {
        return name.text().isEmpty() ? UNNAMED : upstream(name);
    }

    /** Returns the name for the upstream; no two names of the client become the same. */
    public String upstream(Value name) {
        return upstreamByClient.computeIfAbsent(name.shortText(), this::reserve);
    }

    /** Returns the client's names by their replacements; names without one are not listed. */
    public Map<String, String> restorations() {
        Map<String, String> changed = new HashMap<>(clientByUpstream);
        changed.entrySet().removeIf(names -> names.getKey().equals(names.getValue()));
        return changed;
    }

    private String reserve(String name) {
        String candidate = name;
        if (!LEGAL.matcher(name).matches()) {
            candidate = standIn(name, HASH_CHARS);
        }
        for (int hashChars = HASH_CHARS; clientByUpstream.putIfAbsent(candidate, name) != null; hashChars += 2) {
            candidate = standIn(name, hashChars);
        }
        return candidate;
    }

    /** Keeps the most specific part: the beginning, or the last segment of an MCP server's tool. */
    private static String standIn(String name, int hashChars) {
        int kept = MAX_CHARS - 1 - hashChars;
        int segment = name.lastIndexOf("__") + 2;
        boolean ofServer = name.length() > kept && name.startsWith(MCP) && segment > MCP.length();
        String telling = ofServer ? MCP + name.substring(segment) : name;
        String cut = telling.length() > kept ? telling.substring(0, kept) : telling;
        return ILLEGAL_CHAR.matcher(cut).replaceAll("_") + "_"
                + Sha256.hex(name).substring(0, hashChars);
    }
}
