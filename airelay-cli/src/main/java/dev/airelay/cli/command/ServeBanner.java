package dev.airelay.cli.command;

import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.RelayServer;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The output of a relay that has just started. The first line contains the base URL for clients. */
final class ServeBanner {
    private static final String DEMO_MODEL = "gpt-5.5";

    private final CommandContext context;
    private final RelayState state;
    private final RelayServer server;
    private final Page page;

    ServeBanner(CommandContext context, RelayState state, RelayServer server) {
        this.context = context;
        this.state = state;
        this.server = server;
        page = context.page();
    }

    void print() {
        printListener();
        printClientAuth();
        page.section("ChatGPT Session");
        if (state.session().readyForRequests()) {
            page.field("Ready", "yes", TextStyle.GOOD)
                    .field("Account ID", state.session().accountId());
        } else {
            page.field("Ready", "no", TextStyle.WARN)
                    .field("Next", new NextSteps(context, state).signIn())
                    .field("Or try", "airelay serve --demo");
        }
    }

    /** As {@link #print()}, with the token and a command that works when pasted. */
    void printDemo(Demo demo) {
        RelayToken token = state.token().orElseThrow();
        printListener();
        page.section("Demo")
                .field("Upstream", demo.config().get(ConfigKeys.UPSTREAM_BASE_URL) + " (emulated)")
                .field("Relay token", token.value())
                .field(
                        "Data dir",
                        state.config().get(ConfigKeys.DATA_DIR) + (demo.throwAway() ? " (deleted at exit)" : ""))
                .section("Try it")
                .line(curl(token));
    }

    private void printListener() {
        RelayConfig config = state.config();
        page.title("AIRelay at " + server.clientBaseUrl())
                .section("Listener")
                .field("Host", config.get(ConfigKeys.HOST))
                .field("Port", server.port())
                .field("Config file", config.configFile())
                .field(
                        "Traffic log",
                        config.get(ConfigKeys.LOGS_DIR) + " (bodies: " + config.get(ConfigKeys.TRAFFIC_BODIES) + ")");
        Optional<URI> ollama = server.ollamaUrl();
        if (ollama.isPresent()) {
            printOllama(ollama.get());
        }
    }

    private void printOllama(URI url) {
        RelayConfig config = state.config();
        boolean open =
                !config.get(ConfigKeys.REQUIRE_BEARER_AUTH) || !config.get(ConfigKeys.OLLAMA_REQUIRE_BEARER_AUTH);
        page.section("Ollama Clients").field("Address", url);
        if (open) {
            page.field("Token required", "no", TextStyle.WARN);
        } else {
            page.field("Token required", "yes", TextStyle.GOOD);
        }
    }

    private void printClientAuth() {
        RelayConfig config = state.config();
        page.section("Client Auth");
        if (!config.get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            page.field("Required", "no", TextStyle.WARN);
            return;
        }
        page.field("Required", "yes", TextStyle.GOOD)
                .field("Token source", TokenReport.sourceName(state.token()))
                .field("Token file", config.get(ConfigKeys.BEARER_TOKEN_FILE))
                .field("Header", ClientSetup.HEADER_SHAPE)
                .field("Show token", context.commandLine("token show"));
    }

    private String curl(RelayToken token) {
        ObjectNode body = Json.object().put("model", DEMO_MODEL);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        return "curl " + ShellText.word(server.clientBaseUrl() + "/chat/completions")
                + " -H " + ShellText.quoted("Authorization: Bearer " + token.value())
                + " -H " + ShellText.quoted("Content-Type: application/json")
                + " -d " + ShellText.quoted(body.toString());
    }
}
