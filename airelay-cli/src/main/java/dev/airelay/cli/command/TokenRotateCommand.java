package dev.airelay.cli.command;

import dev.airelay.cli.context.ClientSetup;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Replaces the relay token and reveals the new one. */
@Command(
        name = "rotate",
        description = "Replace the relay token and show the new one. A running relay notices the change.",
        footer = {"airelay token rotate", "airelay token rotate --json"})
final class TokenRotateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TokenRotateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ConfigSources sources = context.sources();
        Path file = ConfigLoader.load(sources).config().get(ConfigKeys.BEARER_TOKEN_FILE);
        boolean existed = Files.exists(file);
        RelayToken token = new RelayTokenFile(file).rotate(context.random());
        // Loaded after the change, so that a warning about an environment token speaks of the new one.
        RelayConfig config = context.state(sources).config();
        ClientSetup client = new ClientSetup(context, config, Optional.of(token));
        if (json) {
            ObjectNode document = Json.object()
                    .put(Json.BEARER_TOKEN_FILE, file.toString())
                    .put(Json.BEARER_TOKEN_SOURCE, token.source().wireName())
                    .put(Json.CLIENT_API_KEY, token.value());
            document.set(Json.CLIENT, client.json());
            context.print(document);
            return ExitStatus.OK.code();
        }
        Page page = context.page()
                .title("New relay token")
                .section("Relay")
                .field("Relay token", existed ? "replaced" : "created", TextStyle.GOOD)
                .field("Token file", file);
        client.print(page);
        if (config.get(ConfigKeys.BEARER_TOKEN).isPresent()) {
            page.line("")
                    .line("A relay that is started with " + ConfigKeys.BEARER_TOKEN.environmentName()
                            + " set does not use this token.");
        } else if (existed) {
            page.line("").line("A relay that uses this file now refuses the old token. Give your clients the new one.");
        }
        return ExitStatus.OK.code();
    }
}
