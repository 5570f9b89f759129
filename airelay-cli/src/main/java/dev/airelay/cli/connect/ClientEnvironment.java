package dev.airelay.cli.connect;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables by which programs and SDKs find the relay. */
public final class ClientEnvironment {
    private ClientEnvironment() {}

    /**
     * Returns the variables, in the order in which they are shown.
     *
     * @param token the relay token, or the text that stands for it
     */
    public static Map<String, String> of(Target target, String token) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OPENAI_BASE_URL", target.baseUrl().toString());
        // Older programs: version 0 of OpenAI's SDK for Python, aider, LangChain.
        variables.put("OPENAI_API_BASE", target.baseUrl().toString());
        variables.put("OPENAI_API_KEY", token);
        variables.put("ANTHROPIC_BASE_URL", target.origin());
        variables.put("ANTHROPIC_AUTH_TOKEN", token);
        target.ollamaUrl().ifPresent(url -> variables.put("OLLAMA_HOST", url.toString()));
        variables.put("AIRELAY_BASE_URL", target.baseUrl().toString());
        variables.put("AIRELAY_TOKEN", token);
        return variables;
    }
}
