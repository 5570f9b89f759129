package dev.airelay.server;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.ConnectStep;
import dev.airelay.backend.connect.ConnectStepProbe;
import dev.airelay.backend.connect.ConnectStepResult;
import dev.airelay.backend.connect.Outbound;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.account.SubscriptionStatus;
import dev.airelay.server.upstream.UpstreamSettings;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.FailureTranslator;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks each step from this machine to a response of the upstream, in the order of a client's request. Uses the network
 * and, for the last step, a little of the plan.
 *
 * <p>Blocks; for one thread. The caller that opens it closes it.
 */
public final class UpstreamCheckup implements AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final RelayConfig config;
    private final CredentialSource credentials;
    private final RelayThreads threads = RelayThreads.open();
    private final EventLoop loop = threads.loops().next();
    private final CodexClient client;
    private final ConnectStepProbe probe;

    private UpstreamCheckup(RelayConfig config, CredentialSource credentials) {
        this.config = config;
        this.credentials = credentials;
        BackendOptions options = UpstreamSettings.options(config);
        Outbound outbound = UpstreamSettings.outbound(config);
        client = new CodexClient(options, outbound, credentials, InstantSource.system(), threads.blockingWork())
                .discovering(UpstreamSettings.discovery(config, new CallObserver() {}), InstantSource.system());
        probe = new ConnectStepProbe(options, outbound, threads.blockingWork());
    }

    /** Prepares a check-up of these settings with this session. */
    public static UpstreamCheckup open(RelayConfig config, CredentialSource credentials) {
        return new UpstreamCheckup(config, credentials);
    }

    /** Returns the steps of connecting to the upstream; the last one shows whether it was reached. */
    public List<Check> network() throws InterruptedException {
        return hops(config.get(ConfigKeys.UPSTREAM_BASE_URL), "");
    }

    /** Returns the steps of connecting to the login server; the last one shows whether it was reached. */
    public List<Check> issuer() throws InterruptedException {
        return hops(config.get(ConfigKeys.ISSUER_BASE_URL), "issuer_");
    }

    private List<Check> hops(URI target, String prefix) throws InterruptedException {
        try {
            return await(probe.run(loop, target)).stream()
                    .map(hop -> check(prefix, hop))
                    .toList();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the connection to " + target + " could not be probed", broken.getCause());
        }
    }

    private static Check check(String prefix, ConnectStepResult hop) {
        String name = prefix + hop.hop().name().toLowerCase(Locale.ROOT);
        // A bad response may be temporary; a failed connection lasts until it is fixed.
        ExitStatus exit = hop.hop() == ConnectStep.HTTP ? ExitStatus.TRY_AGAIN : ExitStatus.UNAVAILABLE;
        return hop.ok() ? Check.pass(name, hop.detail()) : Check.fail(name, hop.detail(), hop.remedy(), exit);
    }

    /** Returns whether the stored session can be used; renews it if it is due. */
    public Check login() throws InterruptedException {
        try {
            Credentials now = await(credentials.current());
            return Check.pass("login", "signed in to account " + now.accountId());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthException known) {
                ExitStatus exit = known.lasting() ? ExitStatus.SIGNED_OUT : ExitStatus.TRY_AGAIN;
                return Check.fail("login", String.valueOf(known.getMessage()), Optional.empty(), exit);
            }
            throw new IllegalStateException("the session could not be read", failed.getCause());
        }
    }

    /** Returns the routing of this account's requests, and whether it can be used. */
    public Check workspace() throws InterruptedException {
        try {
            WorkspaceRouting routing = await(client.workspace(loop));
            return Check.pass(
                    "workspace", routing.constrained() ? constraints(routing) : "not bound to a region or host");
        } catch (ExecutionException failed) {
            boolean unknownRoute = failed.getCause() instanceof UpstreamException known
                    && known.failure().status() == NOT_FOUND;
            boolean outage = failed.getCause() instanceof UpstreamException known
                    && !WorkspaceRouting.isRefusal(known.failure());
            if (unknownRoute) {
                return Check.pass("workspace", "the backend names no constraints (status 404)");
            }
            Check check = UpstreamFault.check("workspace", failed);
            return outage
                    ? Check.warn(
                            "workspace",
                            "it is not known whether the account is bound to a region or host: " + check.message(),
                            "Requests are sent anyway, except those of a workspace whose access token names a region. If the"
                                    + " account is bound and requests fail, try again later.")
                    : check;
        }
    }

    private static String constraints(WorkspaceRouting routing) {
        return Stream.of(
                        routing.override().map(value -> "routing override " + value),
                        routing.origin().map(origin -> "requests go to " + origin))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    /**
     * The account's use of its plan.
     *
     * @param check whether the plan lets requests through now
     * @param status the figures, as {@code GET /v1/subscription/status} returns them; empty when the check could not be made
     */
    public record Usage(Check check, Optional<ObjectNode> status) {}

    /** Returns how much of the plan is left. */
    public Usage usage() throws InterruptedException {
        try {
            ObjectNode status = SubscriptionStatus.of(await(client.usage(loop)), Instant.now());
            String plan = "plan " + status.at("/account/plan_type").asString("unknown");
            JsonNode limit = status.at("/rate_limits/default");
            boolean usedUp = limit.path("limit_reached").booleanValue(false)
                    || !limit.path("allowed").booleanValue(true);
            String left = left(limit);
            Check check = usedUp
                    ? Check.fail(
                            "plan",
                            plan + ": limit reached",
                            Optional.of("Wait until the limit resets; airelay usage shows when. Or upgrade the plan."),
                            ExitStatus.TRY_AGAIN)
                    : Check.pass("plan", plan + ", " + (left.isEmpty() ? "within its limits" : left));
            return new Usage(check, Optional.of(status));
        } catch (ExecutionException failed) {
            return new Usage(fault("plan", failed), Optional.empty());
        }
    }

    private static String left(JsonNode limit) {
        return Stream.of(limit.path("primary_window"), limit.path("secondary_window"))
                .filter(window -> window.path("remaining_percent").isNumber())
                .map(window -> window.path("window_label").asString("window") + " "
                        + Math.round(window.path("remaining_percent").doubleValue()) + "% left")
                .collect(Collectors.joining(", "));
    }

    /**
     * The models that the upstream offers.
     *
     * @param check whether there are any
     * @param names of those that may be advertised, the upstream's preferred one first
     */
    public record Models(Check check, List<String> names) {}

    /** Returns the models of this account. */
    public Models models() throws InterruptedException {
        try {
            List<String> names = await(client.models(loop)).models().stream()
                    .filter(Model::listed)
                    .map(Model::slug)
                    .toList();
            return new Models(
                    names.isEmpty()
                            ? Check.fail(
                                    "models",
                                    "the upstream offers no models to this account",
                                    Optional.of("Check that the account's plan includes Codex."),
                                    ExitStatus.FAILURE)
                            : Check.pass("models", String.join(", ", names)),
                    names);
        } catch (ExecutionException failed) {
            return new Models(fault("models", failed), List.of());
        }
    }

    /** Returns whether this model answers a tiny prompt. */
    public Check response(String model) throws InterruptedException {
        try {
            String text = await(ResponseTrial.run(client, loop, model));
            return Check.pass("response", model + " answered, which counts against your plan: " + text);
        } catch (ExecutionException failed) {
            return fault("response", failed);
        }
    }

    private Check fault(String name, ExecutionException failed) {
        Check check = UpstreamFault.check(name, failed);
        URI base = config.get(ConfigKeys.UPSTREAM_BASE_URL);
        return failed.getCause() instanceof UpstreamException known
                        && known.failure().status() == NOT_FOUND
                ? check.withRemedy("Check upstream.base_url: " + base + " has no such route (status 404).")
                : check;
    }

    private static <T> T await(CompletionStage<T> result) throws InterruptedException, ExecutionException {
        // Each call has its own deadline.
        return result.toCompletableFuture().get();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        client.close();
        threads.release();
    }

    /** Turns an upstream failure into a failed step of a check-up. */
    private static final class UpstreamFault {
        private UpstreamFault() {}

        static Check check(String name, ExecutionException failed) {
            if (failed.getCause() instanceof UpstreamException known) {
                UpstreamFailure failure =
                        FailureTranslator.ofAnyRequest(InstantSource.system()).translated(known.failure());
                return Check.fail(name, failure.error().message(), Optional.empty(), exit(failure));
            }
            throw new IllegalStateException("the upstream could not be called", failed.getCause());
        }

        private static ExitStatus exit(UpstreamFailure failure) {
            return switch (failure.kind()) {
                case LIMIT -> ExitStatus.TRY_AGAIN;
                case CLIENT -> ExitStatus.FAILURE;
                case SERVER ->
                    failure.error().type().equals(ApiError.UPSTREAM_AUTH)
                            ? ExitStatus.SIGNED_OUT
                            : ExitStatus.TRY_AGAIN;
            };
        }
    }
}
