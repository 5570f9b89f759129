// Which program a User-Agent header belongs to.

const KNOWN = [
  [/^claude-cli\//i, 'Claude Code'],
  [/^codex_vscode|^codex-vscode/i, 'Codex for VS Code'],
  [/^codex desktop|^codex_desktop/i, 'Codex desktop'],
  [/^codex/i, 'Codex CLI'],
  [/opencode\//i, 'opencode'],
  [/GitHubCopilotChat|^vscode|Visual Studio Code/i, 'VS Code'],
  [/^continue|Continue\//i, 'Continue'],
  [/cline/i, 'Cline'],
  [/^zed\//i, 'Zed'],
  [/JetBrains|IntelliJ/i, 'JetBrains'],
  [/aider/i, 'aider'],
  [/goose/i, 'Goose'],
  [/open.?webui/i, 'Open WebUI'],
  [/HomeAssistant/i, 'Home Assistant'],
  [/^n8n/i, 'n8n'],
  [/cursor/i, 'Cursor'],
  [/qwen/i, 'Qwen Code'],
  [/langchain/i, 'LangChain'],
  [/spring-ai/i, 'Spring AI'],
  [/^ai-sdk|\bai\/\d|ai-sdk\//i, 'Vercel AI SDK'],
  [/^AsyncOpenAI\/Python|^OpenAI\/Python/i, 'OpenAI SDK, Python'],
  [/^OpenAI\/JS/i, 'OpenAI SDK, JavaScript'],
  [/^OpenAI\/Java/i, 'OpenAI SDK, Java'],
  [/^OpenAI\//i, 'OpenAI SDK'],
  [/^(Async)?Anthropic\/Python/i, 'Anthropic SDK, Python'],
  [/^Anthropic\/JS/i, 'Anthropic SDK, JavaScript'],
  [/^Anthropic\//i, 'Anthropic SDK'],
  [/^ollama-js|^ollama-python|^ollama\//i, 'Ollama client'],
  [/^curl\//i, 'curl'],
  [/^python-requests|^python-httpx|^aiohttp|Python\/.*aiohttp/i, 'Python'],
  [/^node|^undici|^axios/i, 'Node.js'],
  [/^Java-http-client|^okhttp/i, 'Java'],
  [/^Go-http-client/i, 'Go'],
  [/^Mozilla\//i, 'Browser'],
];
const OWN_NAME = /^[^\s/;(]{1,40}/;

/** The name of the program, its own word for itself where it is not a known one. */
export function clientName(agent) {
  if (agent === '') {
    return 'Unnamed client';
  }
  return KNOWN.find(([pattern]) => pattern.test(agent))?.[1] ?? agent.match(OWN_NAME)?.[0] ?? 'Unnamed client';
}

/** The clients by name, of several versions the one seen last, newest first. */
export function byName(clients) {
  const named = new Map();
  for (const client of clients) {
    const name = clientName(client.agent);
    const before = named.get(name);
    named.set(name, {
      ...(before === undefined || client.last >= before.last ? client : before),
      name,
      requests: client.requests + (before?.requests ?? 0),
      failed: client.failed + (before?.failed ?? 0),
    });
  }
  return [...named.values()].sort((one, other) => other.last - one.last);
}
