package dev.airelay.server;

import dev.airelay.auth.AuthFailure;
import dev.airelay.auth.Credentials;
import dev.airelay.auth.StaticCredentials;
import dev.airelay.backend.AccountCache;
import dev.airelay.backend.CodexClient;
import dev.airelay.config.RelayConfig;
import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreEnvironment;
import dev.airelay.store.StoreOptions;
import dev.airelay.transforms.ModelDirectory;
import dev.airelay.transforms.TranslationSettings;
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
final class TestRoutes {

    private TestRoutes() {}

    static RouteTable of(CodexClient upstream) {
        InstantSource clock = InstantSource.system();
        LiveLimits limits = new LiveLimits(clock);
        AnswerBounds bounds = new AnswerBounds(1 << 20, new MemoryBudget(1 << 24), Duration.ofSeconds(1));
        RetryPolicy never =
                new RetryPolicy(new RelayConfig.Retries(0, Duration.ofMillis(1), Duration.ofMillis(1)), () -> 0);
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
                                limits,
                                clock),
                        new FailureAnswers(limits, clock),
                        new LocalMemory(store(), new BackgroundRuns(), Runnable::run, bounds),
                        bounds),
                new InputTokensEndpoint.Counting(new TokenCounter(), Runnable::run),
                new ModelsEndpoint(new ModelCatalogs(cache(upstream), List.of(), () -> null), List.of()),
                (request, ctx) -> Exchange.ANSWERED,
                List.of(),
                new Routes.Health((request, ctx) -> Exchange.ANSWERED, served -> (request, ctx) -> Exchange.ANSWERED));
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

    private static AccountCache<dev.airelay.backend.ModelCatalog> cache(CodexClient upstream) {
        return new AccountCache<>(
                upstream::models,
                () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception()),
                Duration.ZERO,
                InstantSource.system());
    }
}
