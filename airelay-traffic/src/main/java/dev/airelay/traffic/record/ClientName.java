package dev.airelay.traffic.record;

import java.util.List;
import java.util.Locale;

/** The name by which people know a client, from its {@code User-Agent}. One table for the commands and the page. */
public final class ClientName {
    private static final int MAX_LENGTH = 24;

    /**
     * How a header is recognized.
     *
     * @param mark in lower case
     * @param anywhere whether the mark may stand anywhere in the header; otherwise the header begins with it
     * @param name for people
     */
    private record Known(String mark, boolean anywhere, String name) {
        static Known begins(String mark, String name) {
            return new Known(mark, false, name);
        }

        static Known contains(String mark, String name) {
            return new Known(mark, true, name);
        }

        boolean fits(String header) {
            return anywhere ? header.contains(mark) : header.startsWith(mark);
        }
    }

    /** The first that fits counts: programs before the libraries that they are made with. */
    private static final List<Known> KNOWN = List.of(
            Known.begins("claude-cli", "Claude Code"),
            Known.begins("claude-code", "Claude Code"),
            Known.begins("codex_vscode", "Codex VS Code"),
            Known.begins("codex-vscode", "Codex VS Code"),
            Known.begins("codex desktop", "Codex desktop"),
            Known.begins("codex_desktop", "Codex desktop"),
            Known.begins("codex", "Codex"),
            Known.contains("opencode", "opencode"),
            Known.contains("githubcopilotchat", "VS Code"),
            Known.begins("vscode", "VS Code"),
            Known.contains("visual studio code", "VS Code"),
            Known.begins("continue", "Continue"),
            Known.contains("cline", "Cline"),
            Known.begins("zed/", "Zed"),
            Known.contains("jetbrains", "JetBrains"),
            Known.contains("intellij", "JetBrains"),
            Known.contains("aider", "aider"),
            Known.contains("goose", "Goose"),
            Known.contains("openwebui", "Open WebUI"),
            Known.contains("open-webui", "Open WebUI"),
            Known.contains("open webui", "Open WebUI"),
            Known.contains("homeassistant", "Home Assistant"),
            Known.begins("n8n", "n8n"),
            Known.contains("cursor/", "Cursor"),
            Known.contains("qwen", "Qwen Code"),
            Known.contains("langchain", "LangChain"),
            Known.contains("litellm", "LiteLLM"),
            Known.contains("spring-ai", "Spring AI"),
            Known.begins("ai-sdk", "AI SDK"),
            Known.begins("ai/", "AI SDK"),
            Known.begins("openai/python", "OpenAI Python"),
            Known.begins("asyncopenai/python", "OpenAI Python"),
            Known.begins("openai/js", "OpenAI JS"),
            Known.begins("openaiclientimpl/java", "OpenAI Java"),
            Known.begins("openai/java", "OpenAI Java"),
            Known.begins("openai/go", "OpenAI Go"),
            Known.begins("anthropic/js", "Anthropic JS"),
            Known.begins("anthropic/python", "Anthropic Python"),
            Known.begins("asyncanthropic/python", "Anthropic Python"),
            Known.begins("ollama-js", "Ollama JS"),
            Known.begins("ollama-python", "Ollama Python"),
            Known.begins("curl/", "curl"),
            Known.begins("python-", "Python"),
            Known.contains("aiohttp", "Python"),
            Known.begins("node", "Node.js"),
            Known.begins("undici", "Node.js"),
            Known.begins("axios", "Node.js"),
            Known.begins("java-http-client", "Java"),
            Known.begins("okhttp", "Java"),
            Known.begins("go-http-client", "Go"),
            Known.begins("mozilla/", "browser"));

    private ClientName() {}

    /**
     * Returns the name; of an unknown client the first word of the header without its version, and {@code unknown} without a header.
     *
     * @param userAgent as the client sent it; may be empty
     */
    public static String of(String userAgent) {
        String text = userAgent.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        for (Known known : KNOWN) {
            if (known.fits(lower)) {
                return known.name();
            }
        }
        int end = 0;
        while (end < text.length() && end < MAX_LENGTH && " /(;".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end == 0 ? "unknown" : text.substring(0, end);
    }
}
