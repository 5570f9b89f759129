package dev.airelay.cli.command;

import dev.airelay.auth.session.SessionStatus;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.ShellText;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.RelayServer;
import java.net.URI;
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
        RelayConfig config = state.config();
        page.title("AIRelay at " + server.clientBaseUrl()).line("");
        printSession();
        if (config.get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            page.labeled("Token", context.commandLine("token show --raw"), TextStyle.PLAIN, "");
        } else {
            page.labeled("Token", "not required", TextStyle.WARN, "");
        }
        printPage();
        page.labeled(
                "Log",
                config.get(ConfigKeys.LOGS_DIR) + " (bodies: " + config.get(ConfigKeys.TRAFFIC_BODIES) + ")",
                TextStyle.PLAIN,
                "");
        server.ollamaUrl().ifPresent(this::printOllama);
        printStop();
    }

    /** A code that signs in is for a person at the terminal, and not for a file that the output goes to. */
    private void printPage() {
        if (context.interactive() && state.config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            page.labeled("Page", server.pageLink().toString(), TextStyle.PLAIN, "");
            page.labeled(
                    "", "(works once, for a minute; later: " + context.commandLine("open") + ")", TextStyle.DIM, "");
        } else {
            page.labeled("Page", server.pageUrl().toString(), TextStyle.PLAIN, "");
        }
    }

    private void printSession() {
        SessionStatus session = state.session();
        if (session.readyForRequests()) {
            page.labeled(
                    "Session",
                    session.email() == null ? "account " + session.accountId() : session.email(),
                    TextStyle.GOOD,
                    "");
        } else {
            page.labeled("Session", "not signed in", TextStyle.WARN, "Run: " + context.commandLine("login"));
            page.labeled(
                    "",
                    "Or try it without an account: " + context.commandName() + " serve --demo",
                    TextStyle.PLAIN,
                    "");
        }
    }

    private void printStop() {
        page.line("").line("Press Ctrl-C to stop.").line("");
    }

    /** As {@link #print()}, with the token and a command that works when pasted. */
    void printDemo(Demo demo) {
        RelayToken token = state.token().orElseThrow();
        page.title("AIRelay at " + server.clientBaseUrl());
        server.ollamaUrl().ifPresent(this::printOllama);
        page.section("Demo")
                .field("Page", context.interactive() ? server.pageLink() : server.pageUrl())
                .field("Upstream", demo.config().get(ConfigKeys.UPSTREAM_BASE_URL) + " (emulated)")
                .field("Relay token", token.value())
                .field(
                        "Data dir",
                        state.config().get(ConfigKeys.DATA_DIR) + (demo.throwAway() ? " (deleted at exit)" : ""))
                .field(
                        "Logs",
                        context.commandName() + " logs --data-dir "
                                + state.config().get(ConfigKeys.DATA_DIR))
                .section("Try it")
                .copied(curl(token));
        printStop();
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

    private String curl(RelayToken token) {
        ObjectNode body = Json.object().put("model", DEMO_MODEL);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        // Without the meter of a download, and with the line break that the answer lacks.
        return "curl -sS -w '\\n' " + ShellText.word(server.clientBaseUrl() + "/chat/completions")
                + " -H " + ShellText.quoted("Authorization: Bearer " + token.value())
                + " -H " + ShellText.quoted("Content-Type: application/json")
                + " -d " + ShellText.quoted(body.toString());
    }
}
