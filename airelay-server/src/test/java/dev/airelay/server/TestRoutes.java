package dev.airelay.server;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.config.ConfigKeys;
import dev.airelay.server.account.ModelsEndpoint;
import dev.airelay.server.generation.BackgroundRuns;
import dev.airelay.server.generation.GenerationContexts;
import dev.airelay.server.generation.GenerationSupport;
import dev.airelay.server.generation.InputTokensEndpoint;
import dev.airelay.server.generation.LocalMemory;
import dev.airelay.server.generation.TokenCounter;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.RandomIds;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.LiveLimits;
import dev.airelay.server.upstream.ModelCatalogs;
import dev.airelay.server.upstream.OptionalRoute;
import dev.airelay.server.upstream.PlanLimitCache;
import dev.airelay.server.upstream.RetryPolicy;
import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.TranslationSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The relay's routes over a client that reaches nothing. */
public final class TestRoutes {

    private TestRoutes() {}

    public static RouteTable of(CodexClient upstream) {
        InstantSource clock = InstantSource.system();
        LiveLimits limits = new LiveLimits(clock);
        AnswerBounds bounds = new AnswerBounds(1 << 20, new MemoryBudget(1 << 24), Duration.ofSeconds(1));
        RetryPolicy never = new RetryPolicy(TestConfig.defaults().with(ConfigKeys.RETRY_ATTEMPTS, 0), () -> 0);
        return Routes.table(
                new GenerationSupport(
                        new GenerationContexts(
                                TranslationSettings.defaults(), ModelDirectory::unknown, () -> "1", clock),
                        new JsonBody(1000),
                        new GenerationCalls(
                                upstream,
                                never,
                                Duration.ZERO,
                                new PlanLimitCache(
                                        new StaticCredentials(new Credentials("token", "account")),
                                        Duration.ZERO,
                                        clock,
                                        System::nanoTime),
                                new OptionalRoute(System::nanoTime, clock),
                                List.of(limits)),
                        new FailureDetails(limits, clock),
                        new LocalMemory(store(), new BackgroundRuns(), Runnable::run, bounds),
                        bounds),
                new InputTokensEndpoint.Counting(new TokenCounter(), Runnable::run),
                new Routes.Account(
                        new ModelsEndpoint(
                                new ModelCatalogs(cache(upstream), List.of(), "0.171.0", () -> null),
                                List.of(),
                                TranslationSettings.defaults()),
                        (request, ctx) -> Exchange.ANSWERED),
                List.of(),
                List.of(),
                new Routes.Health(
                        (request, ctx) -> Exchange.ANSWERED,
                        served -> (request, ctx) -> Exchange.ANSWERED,
                        route -> (request, ctx) -> Exchange.ANSWERED));
    }

    private static RelayStore store() {
        try {
            return RelayStore.open(
                    StoreOptions.in(Files.createTempDirectory(Path.of("target"), "store")),
                    new StoreEnvironment(
                            InstantSource.system(), RandomIds.lowerCase(new Random()), (file, reason) -> {}));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static AccountCache<dev.airelay.backend.account.ModelCatalog> cache(CodexClient upstream) {
        return new AccountCache<>(
                upstream::models,
                () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception()),
                Duration.ZERO,
                InstantSource.system());
    }
}
