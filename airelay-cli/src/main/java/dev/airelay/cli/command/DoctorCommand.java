package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.CheckReport;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.WrappedText;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.Check;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import dev.airelay.server.SessionAccess;
import dev.airelay.server.UpstreamCheckup;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Checks every step of a request and reports the one that fails. */
@Command(
        name = "doctor",
        description = {
            "Check every step from your settings to a model's answer.",
            "The last step sends a short request to a model, which counts against your plan.",
            "Exits with 0 if no check fails, otherwise with the code of the first failure."
        },
        footer = {"airelay doctor", "airelay doctor --skip-response"})
final class DoctorCommand implements Callable<Integer> {
    private static final int MAX_ANSWER = 40;
    private static final int TOO_MANY = 429;

    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--skip-response", description = "Skip the request to a model, and use nothing of your plan.")
    private boolean skipResponse;

    DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = checks(context.sources()).stream()
                .map(check -> check.worded(context::asCalled))
                .toList();
        CheckReport report = new CheckReport(checks);
        if (json) {
            context.print(report.json());
        } else {
            report.print(context.page());
        }
        return report.exit().code();
    }

    private List<Check> checks(ConfigSources sources) throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        RelayState state;
        try {
            state = context.quietState(sources);
        } catch (ConfigException wrong) {
            String what = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            checks.add(Check.fail("config", what, Optional.empty(), ExitStatus.of(wrong)));
            return checks;
        }
        checks.add(config(state));
        checks.add(token(state));
        checks.add(limits(state));
        checks.add(Check.pass("transport", RelayVersion.transport()));
        Optional<RelayApi> relay = RelayApi.find(state);
        checks.add(relay(state, relay));
        // Also after a signal to stop: a renewal that is under way must get to store its tokens.
        try (OpenResources resources = context.openResources()) {
            SessionAccess access = SessionAccess.open(state.config(), sources.environment());
            resources.add(access::close);
            try (UpstreamCheckup checkup = UpstreamCheckup.open(state.config(), access.credentials())) {
                upstream(checkup, checks, new NextSteps(context, state).signIn(), relay);
            }
        }
        return checks;
    }

    private Check config(RelayState state) {
        String file = state.config().configFile().toString();
        String found = state.loaded().configFileExists() ? file : "defaults (" + file + " does not exist)";
        return state.warnings().isEmpty()
                ? Check.pass("config", found)
                : Check.warn("config", found + ", with a warning below", String.join(" ", state.warnings()));
    }

    private Check token(RelayState state) {
        String file = state.config().get(ConfigKeys.BEARER_TOKEN_FILE).toString();
        if (!state.config().get(ConfigKeys.REQUIRE_BEARER_AUTH)) {
            return Check.warn(
                    "relay_token", "not required", "To require one, set security.require_bearer_auth = true.");
        }
        return state.tokenMissing()
                ? Check.fail(
                        "relay_token",
                        "no token in " + file,
                        Optional.of("Run: " + new NextSteps(context, state).init()),
                        ExitStatus.FAILURE)
                : Check.pass("relay_token", file);
    }

    /** Calls the running relay as a client does: through its port, with the token. */
    private Check relay(RelayState state, Optional<RelayApi> running) {
        if (running.isEmpty()) {
            return Check.skip("relay", "not running; to start it, run: " + context.commandLine("serve"));
        }
        RelayApi relay = running.get();
        RelayApi.Reply reply = relay.get("v1/relay/status");
        if (reply.ok()) {
            return Check.pass(
                    "relay",
                    relay.baseUrl() + ", version "
                            + reply.body().path("version").asString("unknown"));
        }
        boolean refused = reply.status() == HttpURLConnection.HTTP_UNAUTHORIZED;
        return Check.fail(
                "relay",
                relay.baseUrl() + ": " + reply.reason(),
                Optional.of(
                        refused
                                ? "The relay was started with another token than the one in "
                                        + state.config().get(ConfigKeys.BEARER_TOKEN_FILE) + ". Start it again."
                                : "Look at: " + context.commandLine("logs --errors")),
                ExitStatus.FAILURE);
    }

    private Check response(RelayApi relay, String model) {
        ObjectNode body = Json.object().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "Answer with the word ok only.");
        RelayApi.Reply reply = relay.post("v1/chat/completions", body);
        if (reply.ok()) {
            String answer =
                    reply.body().at("/choices/0/message/content").asString("").strip();
            return Check.pass(
                    "response",
                    model + " answered through the relay, which counts against your plan: "
                            + WrappedText.cut(answer, MAX_ANSWER));
        }
        return Check.fail(
                "response",
                "through the relay: " + reply.reason(),
                Optional.empty(),
                reply.status() == TOO_MANY ? ExitStatus.TRY_AGAIN : ExitStatus.FAILURE);
    }

    /** The defaults stop test suites and swarms of agents, so what they are and which settings raise them is shown here. */
    private static Check limits(RelayState state) {
        RelayConfig config = state.config();
        return Check.pass(
                "limits",
                "per client " + config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE)
                        + " requests per minute (security.rate_limit_per_minute), "
                        + config.get(ConfigKeys.RATE_LIMIT_BURST) + " at once (security.rate_limit_burst), "
                        + config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP)
                        + " in progress (security.concurrent_requests_per_ip); raise these for test suites and many"
                        + " agents");
    }

    /** Each step needs the one before; what cannot be tried any more is listed as left out. */
    private void upstream(UpstreamCheckup checkup, List<Check> checks, String signIn, Optional<RelayApi> relay)
            throws InterruptedException {
        checks.addAll(checkup.network());
        checks.addAll(checkup.issuer());
        // The stored session may be good though the issuer cannot be reached now.
        Check login = checkup.login();
        checks.add(login.exit() == ExitStatus.SIGNED_OUT ? login.withRemedy("Run: " + signIn) : login);
        List<String> rest = new ArrayList<>(List.of("workspace", "plan", "models", "response"));
        boolean upstreamReached =
                checks.stream().filter(check -> check.name().equals("http")).anyMatch(Check::passed);
        if (last(checks).passed() && upstreamReached) {
            checks.add(checkup.workspace());
            rest.remove("workspace");
        }
        if (last(checks).passed() && upstreamReached) {
            checks.add(checkup.usage().check());
            UpstreamCheckup.Models models = checkup.models();
            checks.add(models.check());
            rest.removeAll(List.of("plan", "models"));
            if (!skipResponse && models.check().passed()) {
                String model = models.names().get(0);
                checks.add(relay.isPresent() ? response(relay.get(), model) : checkup.response(model));
                rest.clear();
            }
        }
        String why =
                skipResponse && rest.size() == 1 ? "skipped as requested" : "skipped because an earlier step failed";
        rest.forEach(name -> checks.add(Check.skip(name, why)));
    }

    private static Check last(List<Check> checks) {
        return checks.get(checks.size() - 1);
    }
}
