package dev.airelay.cli.connect;

import dev.airelay.cli.connect.Client.Dialect;
import dev.airelay.cli.connect.Client.Steps;
import dev.airelay.cli.text.ShellText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The table of clients, in the order in which they are listed. Where a file names the relay, its entry is called airelay. */
public final class Clients {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** The name of the relay's entry in clients' files. */
    static final String ID = "airelay";

    private static final String NAME = "AIRelay";

    /** Enough for the models of every plan; Zed wants a number. */
    private static final int CONTEXT_TOKENS = 272_000;

    private static final List<Client> ALL = List.of(
            codex(),
            claudeCode(),
            opencode(),
            continueDev(),
            cline(),
            zed(),
            vsCode(),
            jetBrains(),
            aider(),
            goose(),
            openWebUi(),
            homeAssistant(),
            n8n(),
            cursor(),
            library("openai-sdk", "OpenAI SDKs", Dialect.RESPONSES, "OpenAI() in Python, new OpenAI() in Node"),
            library(
                    "anthropic-sdk",
                    "Anthropic SDKs",
                    Dialect.MESSAGES,
                    "Anthropic() in Python, new Anthropic() in Node"),
            library(
                    "langchain",
                    "LangChain",
                    Dialect.CHAT,
                    "ChatOpenAI(model=...) in Python, new ChatOpenAI({model}) in Node"),
            library("vercel-ai", "Vercel AI SDK", Dialect.RESPONSES, "openai(...) of @ai-sdk/openai"),
            springAi());

    private Clients() {}

    /** Returns all clients. */
    public static List<Client> all() {
        return ALL;
    }

    /** Returns the client of this id. */
    public static Optional<Client> find(String id) {
        return ALL.stream().filter(client -> client.id().equals(id)).findFirst();
    }

    private static Client codex() {
        return new Client(
                "codex",
                "Codex CLI and desktop",
                List.of("codex"),
                Dialect.RESPONSES,
                false,
                new StepsBuilder()
                        .files(target -> {
                            ObjectNode provider = NODES.objectNode()
                                    // Codex lets the other side compact only for a provider of this name.
                                    .put("name", "OpenAI")
                                    .put("base_url", target.baseUrl().toString())
                                    .put("wire_api", "responses");
                            codexKey(target, provider);
                            List<Setting> settings = new ArrayList<>();
                            settings.add(Setting.of(ID, "model_provider"));
                            target.chosenModel().ifPresent(model -> settings.add(Setting.of(model, "model")));
                            settings.add(Setting.of(provider, "model_providers", ID));
                            return List.of(new FileSettings(codexFile(target.machine()), FileFormat.TOML, settings));
                        })
                        .traces(machine -> List.of(machine.directory("CODEX_HOME", ".codex")))
                        .obstacles(Clients::codexProfile)
                        .build());
    }

    private static Path codexFile(Target.Machine machine) {
        return machine.directory("CODEX_HOME", ".codex").resolve("config.toml");
    }

    private static void codexKey(Target target, ObjectNode provider) {
        if (target.key() instanceof KeySource.TokenFile file) {
            ObjectNode auth = provider.putObject("auth");
            if (target.machine().windows()) {
                auth.put("command", "cmd")
                        .putArray("args")
                        .add("/c")
                        .add("type")
                        .add(file.path().toString());
            } else {
                auth.put("command", "cat").putArray("args").add(file.path().toString());
            }
        } else if (target.key() instanceof KeySource.Variable variable) {
            provider.put("env_key", variable.name());
        }
    }

    /** A profile has a provider of its own, which counts more than that of the file. */
    private static List<String> codexProfile(Target target, JsonNode file) {
        String profile = file.path("profile").asString("");
        String provider =
                file.path("profiles").path(profile).path("model_provider").asString(ID);
        return provider.equals(ID)
                ? List.of()
                : List.of("The profile '" + profile + "' is active and uses the provider '" + provider
                        + "', so Codex does not call AIRelay. Remove the line 'profile = ...'.");
    }

    private static Client claudeCode() {
        return new Client(
                "claude-code",
                "Claude Code",
                List.of("claude"),
                Dialect.MESSAGES,
                false,
                new StepsBuilder()
                        .files(target -> {
                            List<Setting> settings = new ArrayList<>();
                            settings.add(Setting.of(shellKey(target), "apiKeyHelper"));
                            settings.add(Setting.of(target.origin(), "env", "ANTHROPIC_BASE_URL"));
                            target.chosenModel().ifPresent(model -> settings.add(Setting.of(model, "model")));
                            return List.of(new FileSettings(
                                    target.machine()
                                            .directory("CLAUDE_CONFIG_DIR", ".claude")
                                            .resolve("settings.json"),
                                    FileFormat.JSON,
                                    settings));
                        })
                        .traces(machine -> List.of(machine.directory("CLAUDE_CONFIG_DIR", ".claude")))
                        .obstacles(Clients::claudeOverrides)
                        .build());
    }

    /** A command of the shell that prints the key. */
    private static String shellKey(Target target) {
        if (target.key() instanceof KeySource.TokenFile file) {
            return target.machine().windows()
                    ? "type \"" + file.path() + "\""
                    : "cat " + ShellText.word(file.path().toString());
        } else if (target.key() instanceof KeySource.Variable variable) {
            return "printenv " + variable.name();
        }
        return "echo " + KeySource.Any.TEXT;
    }

    private static List<String> claudeOverrides(Target target, JsonNode file) {
        List<String> found = new ArrayList<>();
        for (String name : List.of("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY")) {
            if (file.path("env").has(name) || target.machine().environment().containsKey(name)) {
                found.add(name + " is set, so Claude Code calls another provider. Unset it.");
            }
        }
        for (String name : List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")) {
            if (file.path("env").has(name) || target.machine().environment().containsKey(name)) {
                found.add(name + " is set and takes the place of the relay token. Unset it.");
            }
        }
        return found;
    }

    private static Client opencode() {
        return new Client(
                "opencode",
                "opencode",
                List.of("opencode"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .files(target -> {
                            ObjectNode provider = NODES.objectNode()
                                    .put("npm", "@ai-sdk/openai-compatible")
                                    .put("name", NAME);
                            provider.putObject("options")
                                    .put("baseURL", target.baseUrl().toString())
                                    .put("apiKey", opencodeKey(target));
                            ObjectNode models = provider.putObject("models");
                            allModels(target)
                                    .forEach(model -> models.putObject(model).put("name", model));
                            return List.of(new FileSettings(
                                    opencodeFile(target.machine()),
                                    FileFormat.JSON,
                                    List.of(
                                            Setting.of(ID + "/" + target.model().orElseThrow(), "model"),
                                            Setting.of(provider, "provider", ID))));
                        })
                        .traces(machine -> List.of(opencodeDirectory(machine)))
                        .build());
    }

    private static Path opencodeDirectory(Target.Machine machine) {
        return machine.directory("XDG_CONFIG_HOME", ".config").resolve("opencode");
    }

    private static Path opencodeFile(Target.Machine machine) {
        String named = machine.environment().getOrDefault("OPENCODE_CONFIG", "");
        if (!named.isEmpty()) {
            return machine.home().resolve(named);
        }
        Path comments = opencodeDirectory(machine).resolve("opencode.jsonc");
        return Files.exists(comments) ? comments : opencodeDirectory(machine).resolve("opencode.json");
    }

    private static String opencodeKey(Target target) {
        if (target.key() instanceof KeySource.TokenFile file) {
            return "{file:" + file.path() + "}";
        } else if (target.key() instanceof KeySource.Variable variable) {
            return "{env:" + variable.name() + "}";
        }
        return KeySource.Any.TEXT;
    }

    /** The models of the list, and the chosen one though it be missing there. */
    private static List<String> allModels(Target target) {
        List<String> models = new ArrayList<>(target.models());
        target.chosenModel().filter(model -> !models.contains(model)).ifPresent(models::add);
        return models;
    }

    private static Client continueDev() {
        return new Client(
                "continue",
                "Continue",
                List.of("cn"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .filesWithToken((target, token) -> {
                            Path directory = target.machine().directory("CONTINUE_GLOBAL_DIR", ".continue");
                            Path file = directory.resolve("config.yaml");
                            List<Setting> settings = new ArrayList<>();
                            if (!Files.exists(file)) {
                                settings.add(Setting.of("My assistant", "name"));
                                settings.add(Setting.of("1.0.0", "version"));
                                settings.add(Setting.of("v1", "schema"));
                            }
                            ObjectNode model = NODES.objectNode()
                                    .put("name", NAME)
                                    .put("provider", "openai")
                                    .put("model", target.model().orElseThrow())
                                    .put("apiBase", target.baseUrl().toString())
                                    .put("apiKey", "${{ secrets.AIRELAY_TOKEN }}");
                            model.putArray("roles").add("chat").add("edit").add("apply");
                            settings.add(Setting.of(model, "models", "name=" + NAME));
                            return List.of(
                                    new FileSettings(file, FileFormat.YAML, settings),
                                    new FileSettings(
                                            directory.resolve(".env"),
                                            FileFormat.DOTENV,
                                            List.of(Setting.of(token, "AIRELAY_TOKEN")),
                                            true));
                        })
                        .traces(machine -> List.of(machine.directory("CONTINUE_GLOBAL_DIR", ".continue")))
                        .build());
    }

    private static Client cline() {
        return new Client(
                "cline",
                "Cline",
                List.of("cline"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "In VS Code or JetBrains: open Cline's settings, API Configuration, and enter",
                                "  API Provider: OpenAI Compatible",
                                "  Base URL:     " + target.baseUrl(),
                                "  API Key:      " + keyHint(target),
                                "  Model ID:     " + target.model().orElseThrow(),
                                "In a terminal:",
                                "  cline auth -p openai -b " + target.baseUrl() + " -m "
                                        + ShellText.word(target.model().orElseThrow()) + " -k \"$(" + shellKey(target)
                                        + ")\""))
                        .traces(machine -> List.of(machine.home().resolve(".cline")))
                        .build());
    }

    private static Client zed() {
        return new Client(
                "zed",
                "Zed",
                List.of("zed", "zeditor"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .files(target -> {
                            ObjectNode provider = NODES.objectNode()
                                    .put("api_url", target.baseUrl().toString());
                            var models = provider.putArray("available_models");
                            allModels(target)
                                    .forEach(model -> models.addObject()
                                            .put("name", model)
                                            .put("max_tokens", CONTEXT_TOKENS)
                                            .putObject("capabilities")
                                            .put("tools", true)
                                            .put("images", true)
                                            .put("parallel_tool_calls", true)
                                            .put("prompt_cache_key", true));
                            return List.of(new FileSettings(
                                    zedDirectory(target.machine()).resolve("settings.json"),
                                    FileFormat.JSON,
                                    List.of(Setting.of(provider, "language_models", "openai_compatible", NAME))));
                        })
                        // Zed makes the name of the variable of the provider's name.
                        .environment((target, token) -> Map.of("AIRELAY_API_KEY", token))
                        .traces(machine -> List.of(zedDirectory(machine)))
                        .build());
    }

    private static Path zedDirectory(Target.Machine machine) {
        return machine.windows()
                ? machine.directory("APPDATA", "AppData/Roaming").resolve("Zed")
                : machine.directory("XDG_CONFIG_HOME", ".config").resolve("zed");
    }

    private static Client vsCode() {
        return new Client(
                "vscode",
                "VS Code (Ollama provider)",
                List.of("code"),
                Dialect.OLLAMA,
                false,
                new StepsBuilder()
                        .manual(
                                target -> List.of(
                                        "Chat view, model picker, Manage Models, Ollama:",
                                        "  Address: " + ollamaHint(target),
                                        "The Ollama provider sends no token: see ollama.require_bearer_auth in the configuration."))
                        .traces(machine -> List.of(machine.home().resolve(".vscode")))
                        .build());
    }

    private static String ollamaHint(Target target) {
        return target.ollamaUrl()
                .map(Object::toString)
                .orElse("http://127.0.0.1:11434, after ollama.listen = true in AIRelay's configuration");
    }

    private static Client jetBrains() {
        return new Client(
                "jetbrains",
                "JetBrains AI Assistant",
                List.of(),
                Dialect.CHAT,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "From 2025.3: Settings, Tools, AI Assistant, Providers & API keys, OpenAI-compatible.",
                                "Before: Settings, Tools, AI Assistant, Models, Third-party AI providers.",
                                "  URL:     " + target.baseUrl(),
                                "  API key: " + keyHint(target)))
                        .build());
    }

    private static Client aider() {
        return new Client(
                "aider",
                "aider",
                List.of("aider"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .files(target -> List.of(new FileSettings(
                                target.machine().home().resolve(".aider.conf.yml"),
                                FileFormat.YAML,
                                List.of(
                                        Setting.of("openai/" + target.model().orElseThrow(), "model"),
                                        Setting.of(target.baseUrl().toString(), "openai-api-base")))))
                        .environment((target, token) -> Map.of("OPENAI_API_KEY", token))
                        .traces(machine -> List.of(machine.home().resolve(".aider.conf.yml")))
                        .build());
    }

    private static Client goose() {
        return new Client(
                "goose",
                "Goose",
                List.of("goose"),
                Dialect.CHAT,
                true,
                new StepsBuilder()
                        .files(target -> List.of(new FileSettings(
                                gooseDirectory(target.machine()).resolve("config.yaml"),
                                FileFormat.YAML,
                                List.of(
                                        Setting.of("openai", "GOOSE_PROVIDER"),
                                        Setting.of(target.model().orElseThrow(), "GOOSE_MODEL"),
                                        Setting.of(target.origin(), "OPENAI_HOST"),
                                        Setting.of("v1/chat/completions", "OPENAI_BASE_PATH")))))
                        .environment((target, token) -> Map.of("OPENAI_API_KEY", token))
                        .traces(machine -> List.of(gooseDirectory(machine)))
                        .build());
    }

    private static Path gooseDirectory(Target.Machine machine) {
        return machine.windows()
                ? machine.directory("APPDATA", "AppData/Roaming").resolve("Block/goose/config")
                : machine.directory("XDG_CONFIG_HOME", ".config").resolve("goose");
    }

    private static Client openWebUi() {
        return new Client(
                "open-webui",
                "Open WebUI",
                List.of("open-webui"),
                Dialect.CHAT,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "Admin Panel, Settings, Connections, OpenAI API, plus sign:",
                                "  URL:  " + target.baseUrl(),
                                "  Auth: Bearer, " + keyHint(target),
                                "Or start it with OPENAI_API_BASE_URL and OPENAI_API_KEY set to the same values."))
                        .environment((target, token) -> variables(
                                "OPENAI_API_BASE_URL", target.baseUrl().toString(), "OPENAI_API_KEY", token))
                        .build());
    }

    private static Client homeAssistant() {
        return new Client(
                "home-assistant",
                "Home Assistant",
                List.of(),
                Dialect.OLLAMA,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "Settings, Devices & services, Add integration, Ollama:",
                                "  URL: " + ollamaHint(target),
                                "Home Assistant runs on another machine as a rule: then AIRelay must listen on an address",
                                "that it can reach, and the page says how to keep others out."))
                        .build());
    }

    private static Client n8n() {
        return new Client(
                "n8n",
                "n8n",
                List.of("n8n"),
                Dialect.RESPONSES,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "Credentials, Create credential, OpenAI:",
                                "  API Key:  " + keyHint(target),
                                "  Base URL: " + target.baseUrl()))
                        .build());
    }

    private static Client cursor() {
        return new Client(
                "cursor",
                "Cursor",
                List.of("cursor"),
                Dialect.CHAT,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "Cursor calls models from its own servers, which cannot reach this machine. It works only through",
                                "a public https address of AIRelay, and only for chat: Cursor Settings, Models, API Keys.",
                                "  OpenAI API Key:           " + keyHint(target),
                                "  Override OpenAI Base URL: https://YOUR-ADDRESS/v1",
                                "Tab completion and the Cursor CLI cannot use another provider at all."))
                        .traces(machine -> List.of(machine.home().resolve(".cursor")))
                        .build());
    }

    private static Client springAi() {
        return new Client(
                "spring-ai",
                "Spring AI",
                List.of(),
                Dialect.CHAT,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "In application.properties:",
                                "  spring.ai.openai.base-url=" + target.origin(),
                                "  spring.ai.openai.api-key=${AIRELAY_TOKEN}",
                                "  spring.ai.openai.chat.options.model="
                                        + target.model().orElse("gpt-5.5")))
                        .environment((target, token) -> Map.of("AIRELAY_TOKEN", token))
                        .build());
    }

    private static Client library(String id, String name, Dialect dialect, String usage) {
        return new Client(
                id,
                name,
                List.of(),
                dialect,
                false,
                new StepsBuilder()
                        .manual(target -> List.of(
                                "It reads its address and its key from the environment: " + usage + ".",
                                "Start your program with: airelay run -- COMMAND"))
                        .environment((target, token) -> dialect == Dialect.MESSAGES
                                ? variables("ANTHROPIC_BASE_URL", target.origin(), "ANTHROPIC_AUTH_TOKEN", token)
                                : variables("OPENAI_BASE_URL", target.baseUrl().toString(), "OPENAI_API_KEY", token))
                        .build());
    }

    private static String keyHint(Target target) {
        return target.key() instanceof KeySource.Any
                ? "any text; this relay requires none"
                : "the relay token; 'airelay token show' prints it";
    }

    private static Map<String, String> variables(String first, String value, String second, String other) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(first, value);
        variables.put(second, other);
        return variables;
    }

    /** The steps of a client, most of which need few of them. */
    private static final class StepsBuilder {
        private BiFunction<Target, String, List<FileSettings>> files = (target, token) -> List.of();
        private Function<Target, List<String>> manual = target -> List.of();
        private BiFunction<Target, String, Map<String, String>> environment = (target, token) -> Map.of();
        private Function<Target.Machine, List<Path>> traces = machine -> List.of();
        private BiFunction<Target, JsonNode, List<String>> obstacles = (target, file) -> List.of();

        StepsBuilder files(Function<Target, List<FileSettings>> settings) {
            files = (target, token) -> settings.apply(target);
            return this;
        }

        StepsBuilder filesWithToken(BiFunction<Target, String, List<FileSettings>> settings) {
            files = settings;
            return this;
        }

        StepsBuilder manual(Function<Target, List<String>> lines) {
            manual = lines;
            return this;
        }

        StepsBuilder environment(BiFunction<Target, String, Map<String, String>> variables) {
            environment = variables;
            return this;
        }

        StepsBuilder traces(Function<Target.Machine, List<Path>> paths) {
            traces = paths;
            return this;
        }

        StepsBuilder obstacles(BiFunction<Target, JsonNode, List<String>> reasons) {
            obstacles = reasons;
            return this;
        }

        Steps build() {
            return new Steps(files, manual, environment, traces, obstacles);
        }
    }
}
