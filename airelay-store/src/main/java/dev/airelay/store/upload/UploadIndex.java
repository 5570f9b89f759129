package dev.airelay.store.upload;

import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads that are remembered, in memory: their number is bounded. Safe for concurrent use. */
final class UploadIndex {
    private final UploadDirectory directory;
    private final int max;
    private final StoreContext context;
    private final Map<String, UploadState> uploads = new ConcurrentHashMap<>();

    UploadIndex(UploadDirectory directory, int max, StoreContext context) throws IOException {
        this.directory = directory;
        this.max = max;
        this.context = context;
        directory.load().forEach(state -> uploads.put(state.entry().id(), state));
    }

    /** Adds a new upload, durably. Closed ones are forgotten for it. */
    synchronized void add(UploadEntry entry) {
        if (uploads.size() >= max) {
            all().stream().filter(state -> !state.isPending()).findFirst().ifPresent(this::forget);
        }
        if (uploads.size() >= max) {
            throw new StoreException(
                    StoreFailure.TOO_MANY,
                    "at most " + max + " uploads can be pending. Complete or cancel some and try again");
        }
        DiskWork.run("create the upload", () -> directory.describe(entry));
        uploads.put(entry.id(), new UploadState(entry));
    }

    Optional<UploadState> find(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    List<UploadState> all() {
        return List.copyOf(uploads.values());
    }

    void forget(UploadState state) {
        String id = state.entry().id();
        if (uploads.remove(id, state)) {
            context.attempt(directory.of(id), () -> directory.remove(id));
        }
    }
}
