package dev.airelay.server;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.RandomIds;
import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.file.FileLimits;
import dev.airelay.store.file.FileQuery;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.response.ResponseLimits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The store of a running relay, with its lock and its hourly sweep. Safe for concurrent use; the caller that opens it closes
 * it.
 */
final class RelayStorage implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RelayStorage.class.getName());
    private static final long SWEEP_HOURS = 1;

    private final RelayStore store;
    private final long maxFileBytes;
    private final DirectoryLock lock;

    private RelayStorage(RelayStore store, long maxFileBytes, DirectoryLock lock) {
        this.store = store;
        this.maxFileBytes = maxFileBytes;
        this.lock = lock;
    }

    /**
     * Opens the store of a configuration.
     *
     * @param expiryClock the clock for the expiry of stored data
     *
     * @throws StorageException if another relay has it open, or it cannot be used
     */
    static RelayStorage open(RelayConfig config, InstantSource expiryClock) {
        Path directory = config.storeDir();
        DirectoryLock lock = DirectoryLock.take(config.get(ConfigKeys.DATA_DIR), directory);
        try {
            return new RelayStorage(
                    RelayStore.open(options(config, directory), environment(expiryClock)),
                    config.get(ConfigKeys.MAX_UPLOAD_BYTES),
                    lock);
        } catch (StoreException unusable) {
            lock.close();
            throw StorageException.unusable("cannot use " + directory + ": " + unusable.getMessage(), unusable);
        }
    }

    private static StoreOptions options(RelayConfig config, Path directory) {
        ResponseLimits usual = ResponseLimits.defaults();
        return StoreOptions.in(directory)
                .withFiles(FileLimits.defaults()
                        .withBytes(
                                config.get(ConfigKeys.MAX_UPLOAD_BYTES), config.get(ConfigKeys.MAX_TOTAL_UPLOAD_BYTES)))
                .withResponses(new ResponseLimits(
                        usual.maxResponses(),
                        config.get(ConfigKeys.RESPONSES_MAX_TOTAL_BYTES),
                        usual.maxResponseBytes(),
                        usual.maxRunning(),
                        config.get(ConfigKeys.RESPONSES_TIME_TO_LIVE)));
    }

    private static StoreEnvironment environment(InstantSource expiryClock) {
        return new StoreEnvironment(
                InstantSource.system(),
                expiryClock,
                RandomIds.lowerCase(new SecureRandom()),
                (file, reason) -> LOG.log(System.Logger.Level.WARNING, "store_damaged file={0} {1}", file, reason));
    }

    /** Sweeps every hour from now on, until the threads end. */
    void sweepHourly(RelayThreads threads) {
        threads.loops().next().scheduleAtFixedRate(() -> sweep(threads), SWEEP_HOURS, SWEEP_HOURS, TimeUnit.HOURS);
    }

    private void sweep(RelayThreads threads) {
        try {
            threads.blockingWork().execute(store::sweep);
        } catch (RejectedExecutionException stopping) {
            LOG.log(System.Logger.Level.DEBUG, "sweep_skipped", stopping);
        }
    }

    RelayStore store() {
        return store;
    }

    long maxFileBytes() {
        return maxFileBytes;
    }

    /** Returns the use of the store. May block. */
    ObjectNode usage() {
        PageRequest everything = new PageRequest(null, Integer.MAX_VALUE, Order.DESCENDING);
        int files = store.files()
                .list(new FileQuery(everything, Optional.empty()))
                .elements()
                .size();
        return JsonNodeFactory.instance
                .objectNode()
                .put("file_count", files)
                .put("total_bytes", store.files().usedBytes())
                .put("conversation_count", store.conversations().count())
                .put("response_count", store.responses().count());
    }

    @Override
    public void close() {
        lock.close();
    }
}
