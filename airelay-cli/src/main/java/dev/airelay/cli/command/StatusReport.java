package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.relay.RecentActivity;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.server.RelayProcess;
import dev.airelay.server.RelayVersion;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where things stand: settings and session from their files, clients from the traffic log, and the plan from the running relay.
 *
 * @param state settings, token and session
 * @param relay the running relay; empty when there is none
 * @param ready whether requests to it have a chance
 * @param usage the plan as {@code GET /v1/subscription/status} shows it; empty when it is not known
 * @param usageTrouble why it is not known although the relay runs; may be empty
 * @param activity clients and the last problem
 * @param stranger the base URL of a relay at the configured address that is not the one of the data directory
 * @param steps the commands that the user should run next
 */
record StatusReport(
        RelayState state,
        Optional<RelayApi> relay,
        boolean ready,
        Optional<ObjectNode> usage,
        String usageTrouble,
        RecentActivity activity,
        Optional<URI> stranger,
        List<String> steps) {

    /** Gathers the report. Blocks. */
    static StatusReport make(CommandContext context, RelayState state) {
        Optional<RelayApi> relay = RelayApi.find(state);
        Optional<ObjectNode> usage = Optional.empty();
        String trouble = "";
        if (relay.isPresent() && state.session().readyForRequests()) {
            RelayApi.Reply reply = relay.get().get("v1/subscription/status");
            JsonNode body = reply.body();
            usage = reply.ok() && body instanceof ObjectNode status ? Optional.of(status) : Optional.empty();
            trouble = usage.isPresent() ? "" : reply.reason();
        }
        NextSteps next = new NextSteps(context, state);
        return new StatusReport(
                state,
                relay,
                relay.map(RelayApi::ready).orElse(false),
                usage,
                trouble,
                RecentActivity.read(state.config(), context.clock().instant()),
                relay.isPresent() ? Optional.empty() : RelayApi.stranger(state),
                relay.isPresent() ? next.missing() : next.towardsServing());
    }

    Optional<Instant> startedAt() {
        return relay.flatMap(RelayApi::process).map(RelayProcess::startedAt);
    }

    String version() {
        return relay.flatMap(RelayApi::process).map(RelayProcess::version).orElse(RelayVersion.current());
    }

    /** The running relay for programs. */
    ObjectNode running() {
        ObjectNode running = Json.object().put("running", relay.isPresent()).put("ready", ready);
        running.put("base_url", relay.map(api -> api.baseUrl().toString()).orElse(null));
        running.put(
                "pid", relay.flatMap(RelayApi::process).map(RelayProcess::pid).orElse(null));
        running.put("started_at", startedAt().map(Instant::toString).orElse(null));
        return running.put("version", relay.isPresent() ? version() : null);
    }

    /** Adds the clients and the last problem for programs. */
    void addActivity(ObjectNode document) {
        ArrayNode clients = document.putArray("clients");
        activity.clients()
                .forEach(seen -> clients.addObject()
                        .put("name", seen.name())
                        .put("requests", seen.requests())
                        .put("last_request_at", seen.last().toString())
                        .put("failing", seen.failing()));
        if (activity.problem().isEmpty()) {
            document.putNull("last_problem");
            return;
        }
        RecentActivity.Problem problem = activity.problem().get();
        document.putObject("last_problem")
                .put("at", problem.at().toString())
                .put("client", problem.client())
                .put("model", problem.model())
                .put("status", problem.status())
                .put("code", problem.code())
                .put("message", problem.message())
                .put("request_id", problem.requestId());
    }
}
