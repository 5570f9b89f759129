package dev.airelay.server.upstream;

import dev.airelay.backend.account.AccountCache;
import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.backend.call.CallObserver;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cached models of the upstream, and the owner's additional ones. Translations look them up without waiting; the list is
 * fetched again in the background if it is old, or if a response's header shows that it has changed. Safe for concurrent
 * use.
 */
public final class ModelCatalogs implements CallObserver {

    private static final String ETAG = "x-models-etag";

    private final AccountCache<ModelCatalog> cache;
    private final List<String> extra;
    private final String clientVersion;
    private final Supplier<EventLoop> loops;

    /**
     * Creates the catalog.
     *
     * @param extra additional names that can be requested
     * @param clientVersion the version that the relay reports, which determines the upstream's models
     * @param loops returns a loop for background requests
     */
    public ModelCatalogs(
            AccountCache<ModelCatalog> cache, List<String> extra, String clientVersion, Supplier<EventLoop> loops) {
        this.cache = cache;
        this.clientVersion = clientVersion;
        this.extra = List.copyOf(extra);
        this.loops = loops;
    }

    /** Returns the upstream's models, fetched on {@code loop} if necessary. */
    public CompletionStage<ModelCatalog> get(EventLoop loop) {
        return cache.get(loop).thenApply(AccountCache.Known::value);
    }

    /** Returns the models known now; fetches them in the background if necessary. */
    public ModelDirectory directory() {
        Optional<ModelCatalog> known = cache.peek().map(AccountCache.Known::value);
        cache.refresh(loops.get());
        return directory(known);
    }

    /** Returns the models of this catalog, and the owner's additional ones. */
    public ModelDirectory directory(ModelCatalog catalog) {
        return directory(Optional.of(catalog));
    }

    private ModelDirectory directory(Optional<ModelCatalog> known) {
        return new ModelDirectory() {
            @Override
            public Optional<ModelTraits> find(String name) {
                return known.flatMap(catalog -> catalog.find(name))
                        .map(ModelCatalogs::traits)
                        .or(() -> extra.contains(name) ? Optional.of(unknownTraits(name)) : Optional.empty());
            }

            @Override
            public List<String> names() {
                Stream<String> listed = known.stream()
                        .flatMap(catalog -> catalog.models().stream())
                        .filter(ModelCatalogs.this::offered)
                        .map(Model::slug);
                return known.isEmpty()
                        ? List.of()
                        : Stream.concat(listed, extra.stream()).distinct().toList();
            }

            @Override
            public Optional<VersionGap> versionGap(String name) {
                return known.flatMap(catalog -> catalog.find(name))
                        .filter(model -> model.needsNewerThan(clientVersion))
                        .flatMap(Model::minimalClientVersion)
                        .map(needed -> new VersionGap(needed, clientVersion));
            }
        };
    }

    /** Returns whether the model may be advertised: the upstream lists it, and serves it to the reported version. */
    public boolean offered(Model model) {
        return model.listed() && !model.needsNewerThan(clientVersion);
    }

    /** Returns the models known now, for people. */
    public ObjectNode describe() {
        Optional<AccountCache.Known<ModelCatalog>> known = cache.peek();
        String state = cache.disabled()
                ? "disabled"
                : known.map(models -> models.stale() ? "stale" : "fresh").orElse("empty");
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("state", state);
        node.put("count", known.map(models -> models.value().models().size()).orElse(0));
        return node.put(
                "captured_at", known.map(models -> models.since().toString()).orElse(null));
    }

    /** Fetches the models in the background, before the first request. */
    public void warmUp() {
        cache.refresh(loops.get());
    }

    private static ModelTraits traits(Model model) {
        return new ModelTraits(
                model.slug(), model.supportedEfforts(), model.defaultEffort(), ModelEntry.hasPriorityTier(model));
    }

    private static ModelTraits unknownTraits(String name) {
        return new ModelTraits(name, List.of(), Optional.empty(), true);
    }

    @Override
    public void onOpen(UpstreamHead head) {
        Optional<String> now = head.header(ETAG);
        Optional<String> kept = cache.peek().flatMap(known -> known.value().etag());
        if (now.isPresent() && kept.isPresent() && !now.equals(kept)) {
            cache.expire();
        }
    }

    @Override
    public void onFailure(UpstreamException failure) {
        failure.head().ifPresent(this::onOpen);
    }
}
