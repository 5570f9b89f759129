package dev.airelay.cli.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The name by which people know a client, from its {@code User-Agent}. */
public final class ClientName {
    private static final int MAX_LENGTH = 24;

    /** The first that the header begins with, in lower case. */
    private static final List<Map.Entry<String, String>> KNOWN = List.of(
            Map.entry("claude-cli", "Claude Code"),
            Map.entry("claude-code", "Claude Code"),
            Map.entry("codex", "Codex"),
            Map.entry("opencode", "opencode"),
            Map.entry("ai-sdk", "AI SDK"),
            Map.entry("ai/", "AI SDK"),
            Map.entry("openai/python", "OpenAI Python"),
            Map.entry("asyncopenai/python", "OpenAI Python"),
            Map.entry("openai/js", "OpenAI JS"),
            Map.entry("openaiclientimpl/java", "OpenAI Java"),
            Map.entry("openai/java", "OpenAI Java"),
            Map.entry("openai/go", "OpenAI Go"),
            Map.entry("anthropic/js", "Anthropic JS"),
            Map.entry("anthropic/python", "Anthropic Python"),
            Map.entry("langchain", "LangChain"),
            Map.entry("ollama-js", "Ollama JS"),
            Map.entry("ollama-python", "Ollama Python"),
            Map.entry("githubcopilotchat", "VS Code"),
            Map.entry("vscode", "VS Code"),
            Map.entry("zed/", "Zed"),
            Map.entry("cline", "Cline"),
            Map.entry("continue", "Continue"),
            Map.entry("homeassistant", "Home Assistant"),
            Map.entry("n8n", "n8n"),
            Map.entry("goose", "Goose"),
            Map.entry("aider", "aider"),
            Map.entry("litellm", "LiteLLM"),
            Map.entry("mozilla/", "browser"));

    private ClientName() {}

    /**
     * Returns the name; of an unknown client the first word of the header without its version.
     *
     * @param userAgent as the client sent it; may be empty
     */
    public static String of(String userAgent) {
        String text = userAgent.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> known : KNOWN) {
            if (lower.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        int end = 0;
        while (end < text.length() && end < MAX_LENGTH && " /(;".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end == 0 ? "unknown" : text.substring(0, end);
    }
}
