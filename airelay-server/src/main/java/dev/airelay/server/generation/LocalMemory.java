package dev.airelay.server.generation;

import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.SocketTurn;
import dev.airelay.server.http.StorageFailures;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.store.RelayStore;
import dev.airelay.store.frame.StoreException;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.responses.LocalReferences;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The access of generation requests to the store: to earlier turns that they refer to, and for storing new ones. Never
 * blocks.
 */
public final class LocalMemory {

    private static final System.Logger LOG = System.getLogger(LocalMemory.class.getName());

    private final ReferenceResolver recollection;
    private final TurnStore turns;
    private final BackgroundRuns runs;
    private final ReplayExchange.Source streams;
    private final Executor blocking;

    public LocalMemory(RelayStore store, BackgroundRuns runs, Executor blocking, AnswerBounds bounds) {
        this.recollection = new ReferenceResolver(store);
        this.turns = new TurnStore(store);
        this.runs = runs;
        this.streams = new ReplayExchange.Source(new ResponseEvents(store.responses()), runs, blocking, bounds);
        this.blocking = blocking;
    }

    /**
     * Returns the turns that a request over a WebSocket continues, if its socket remembers them.
     *
     * @param share the request's memory; what is found is added to it
     */
    static Optional<History> ofSocket(References references, SocketTurn socket, MemoryShare share) {
        return references
                .previousResponseId()
                .flatMap(id -> socket.before(id).map(items -> {
                    share.require(items.stream().mapToLong(item -> item.length).sum());
                    return History.none().withTurns(id, items);
                }));
    }

    /**
     * Looks up the objects that a request refers to, except for the history that its context already has.
     *
     * @param files ids of uploaded files
     * @param share the request's memory; what is found is added to it
     * @return the context with them; empty if the request refers to nothing, and need not wait
     */
    Optional<CompletionStage<TranslationContext>> recall(
            References references, List<String> files, TranslationContext context, MemoryShare share) {
        References elsewhere = references.without(context.history());
        List<String> wanted = new ArrayList<>(files);
        wanted.addAll(LocalReferences.uploadedFiles(context.history()));
        if (elsewhere.isEmpty() && wanted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CompletableFuture.supplyAsync(
                        () -> recollection.find(elsewhere, files, context.history(), share), blocking)
                .thenApply(found -> found.in(context)));
    }

    /**
     * Returns the persister for the turn of a translated request: the store or, for one that is not stored, its WebSocket. *
     * @param before the earlier turns that it continues
     */
    TurnPersister keeper(Translation translation, History before, Optional<SocketTurn> socket) {
        TurnPersister stored = stored(translation);
        Optional<LocalTurn> turn = translation.turn().filter(asked -> !asked.kept());
        if (socket.isEmpty() || turn.isEmpty()) {
            return stored;
        }
        return state -> {
            if (TurnStore.SAID.contains(state.status())) {
                socket.get().keep(turn.get().responseId(), said(before, turn.get(), state));
            }
            return stored.keep(state);
        };
    }

    private static List<byte[]> said(History before, LocalTurn turn, TurnState state) {
        List<byte[]> items = new ArrayList<>();
        turn.previousResponseId()
                .or(turn::conversationId)
                .flatMap(before::before)
                .ifPresent(earlier ->
                        earlier.forEach(item -> items.add(JsonTrees.usual().write(item))));
        turn.input().forEach(item -> items.add(item.toBytes()));
        state.output().forEach(item -> items.add(item.toBytes()));
        return items;
    }

    private TurnPersister stored(Translation translation) {
        return translation
                .turn()
                .filter(turn -> turn.kept() || turn.conversationId().isPresent())
                .<TurnPersister>map(turn -> state -> keep(turn, state))
                .orElse(TurnPersister.NOTHING);
    }

    private CompletionStage<Optional<String>> keep(LocalTurn turn, TurnState state) {
        try {
            return CompletableFuture.runAsync(() -> turns.save(turn, state), blocking)
                    .handle((done, failure) -> failure == null ? Optional.empty() : lost(turn, failure));
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(lost(turn, stopping));
        }
    }

    private static Optional<String> lost(LocalTurn turn, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        System.Logger.Level level =
                cause instanceof StoreException ? System.Logger.Level.WARNING : System.Logger.Level.ERROR;
        StorageFailures.log(LOG, level, "response_not_kept id=" + turn.responseId(), failure);
        return Optional.of(
                cause instanceof StoreException known
                        ? known.failure().name().toLowerCase(Locale.ROOT)
                        : "internal_error");
    }

    /**
     * Starts a turn in the background and responds with its first state, or with its stream. A client that disconnects does
     * not end the turn.
     *
     * @param call the upstream call, started on the event loop
     * @param bounds limits of the response
     */
    Exchange runInBackground(
            LocalTurn turn,
            Translation translation,
            ResponseHeadWriter head,
            ChannelHandlerContext ctx,
            GenerationCalls.Call call,
            AnswerBounds bounds) {
        BackgroundRun run = new BackgroundRun(
                translation.reply().streamEncoder(), new RunJournal(turn, turns, blocking), ctx.executor());
        CompletionStage<TurnState> started = run.begin()
                .thenApplyAsync(
                        first -> {
                            runs.add(run);
                            try {
                                run.start(call, bounds);
                            } catch (RuntimeException | OutOfMemoryError failed) {
                                // Stored as in progress, so it must be ended.
                                run.failed(failed);
                            }
                            return first;
                        },
                        ctx.executor());
        return AsyncExchange.of(started, head.errors(), ctx, first -> {
            if (translation.stream()) {
                return ReplayExchange.send(streams, turn.responseId(), -1, ctx, head.errors(), head::writeStream);
            }
            head.writeObject(first.response());
            return Exchange.ANSWERED;
        });
    }
}
