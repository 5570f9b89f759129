package dev.airelay.cli.command;

import dev.airelay.cli.context.BrowserOpener;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.config.ConfigKeys;
import dev.airelay.server.ExitStatus;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Opens the page of the running relay, signed in by a one-time code. */
@Command(
        name = "open",
        description = "Open the page of the running relay in your browser, signed in.",
        footer = {"airelay open", "airelay open --print"})
final class OpenCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--print", description = "Print the address instead of opening it.")
    private boolean print;

    @Option(names = "--json", description = "Print the address as JSON instead of opening it.")
    private boolean json;

    OpenCommand(CommandContext context) {
        this.context = context;
    }

    /**
     * An address of the page.
     *
     * @param expiresIn how many seconds it works for, once; null when it always does
     */
    private record Link(URI address, @Nullable Long expiresIn) {}

    @Override
    public Integer call() {
        RelayState state = context.state(context.sources());
        Optional<RelayApi> relay = RelayApi.find(state);
        if (relay.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    "No relay is running. Start it with: " + context.commandLine("serve"),
                    null);
        }
        Link link = link(state, relay.get());
        if (json) {
            ObjectNode document = Json.object().put("url", link.address().toString());
            context.print(document.put("expires_in", link.expiresIn()));
        } else if (print) {
            context.line(link.address().toString());
        } else if (new BrowserOpener(context).open(link.address().toString())) {
            context.say("Opening " + relay.get().origin() + " in your browser.");
        } else {
            context.say(
                    link.expiresIn() == null
                            ? "No browser could be started. Open this address:"
                            : "No browser could be started. Open this address on this machine; it works once, within "
                                    + link.expiresIn() + " s:");
            context.line(link.address().toString());
        }
        return ExitStatus.OK.code();
    }

    private Link link(RelayState state, RelayApi relay) {
        if (!state.config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return new Link(relay.origin(), null);
        }
        RelayApi.Reply reply = relay.post("v1/relay/page/code", Json.object());
        if (!reply.ok()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "The relay at " + relay.origin() + " gives no link to its page: " + reply.reason(),
                    null);
        }
        return new Link(
                relay.origin().resolve("#k=" + reply.body().path("code").asString("")),
                reply.body().path("expires_in").longValue(0));
    }
}
