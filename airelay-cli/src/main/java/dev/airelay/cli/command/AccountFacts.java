package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.Check;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.SessionAccess;
import dev.airelay.server.UpstreamCheckup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The plan and the models of the account: from the running relay if there is one, else from the upstream. */
final class AccountFacts {
    private static final int RATE_LIMITED = 429;

    private final CommandContext context;
    private final ConfigSources sources;
    private final RelayState state;
    private final Optional<RelayApi> relay;

    AccountFacts(CommandContext context) {
        this.context = context;
        this.sources = context.sources();
        this.state = context.state(sources);
        this.relay = RelayApi.find(state);
    }

    /**
     * Returns the plan as {@code GET /v1/subscription/status} shows it. Blocks.
     *
     * @throws CommandFailure when it is not known
     */
    ObjectNode usage() throws InterruptedException {
        if (relay.isPresent()) {
            RelayApi.Reply reply = relay.get().get("v1/subscription/status");
            if (reply.ok() && reply.body() instanceof ObjectNode status) {
                return status;
            }
            throw refused("The plan", reply);
        }
        return upstream(checkup -> {
            UpstreamCheckup.Usage usage = checkup.usage();
            return usage.status().orElseThrow(() -> failed(usage.check()));
        });
    }

    /**
     * Returns the names of the models, the upstream's favorite first. Blocks.
     *
     * @throws CommandFailure when they are not known
     */
    List<String> models() throws InterruptedException {
        if (relay.isPresent()) {
            RelayApi.Reply reply = relay.get().get("v1/models");
            if (reply.ok()) {
                List<String> names = new ArrayList<>();
                reply.body()
                        .path("data")
                        .forEach(model -> names.add(model.path("id").asString("")));
                return names;
            }
            throw refused("The list of models", reply);
        }
        return upstream(checkup -> {
            UpstreamCheckup.Models models = checkup.models();
            if (!models.check().passed()) {
                throw failed(models.check());
            }
            return models.names();
        });
    }

    /** A call of the upstream. */
    @FunctionalInterface
    private interface Call<T> {
        T of(UpstreamCheckup checkup) throws InterruptedException;
    }

    private <T> T upstream(Call<T> call) throws InterruptedException {
        try (OpenResources resources = context.openResources()) {
            SessionAccess access = SessionAccess.open(state.config(), sources.environment());
            resources.add(access::close);
            try (UpstreamCheckup checkup = UpstreamCheckup.open(state.config(), access.credentials())) {
                Check login = checkup.login();
                if (!login.passed()) {
                    throw failed(login);
                }
                return call.of(checkup);
            }
        }
    }

    private static CommandFailure refused(String what, RelayApi.Reply reply) {
        ExitStatus exit = reply.status() == 0
                ? ExitStatus.UNAVAILABLE
                : reply.status() == RATE_LIMITED ? ExitStatus.TRY_AGAIN : ExitStatus.FAILURE;
        return new CommandFailure(exit, what + " could not be read from the running relay: " + reply.reason(), null);
    }

    private static CommandFailure failed(Check check) {
        return new CommandFailure(
                check.exit(),
                check.message() + check.remedy().map(how -> " " + how).orElse(""),
                null);
    }
}
