package dev.airelay.store.response;

import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.EntryName;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.Limits;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.Shelf;
import dev.airelay.store.frame.ShelfLimits;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Stored responses, finished and running. Each has its own file, so memory does not grow with their number. Safe for
 * concurrent use; every call may block on the disk.
 */
public final class ResponseStore {
    private static final String KEEP = "store the response";
    private static final String READ = "read the response";

    private final RunningDirectory running;
    private final Shelf shelf;
    private final OutputItems items;
    private final ResponseLimits limits;
    private final StoreContext context;
    private final LiveResponses live;
    private final ResponseReader reader;

    /** Opens the store below a directory, and fails the responses that the last process left unfinished. */
    public ResponseStore(Path root, ResponseLimits limits, StoreContext context) throws IOException {
        this.limits = limits;
        this.live = new LiveResponses(limits.maxRunning());
        this.context = context;
        this.running = new RunningDirectory(root.resolve("running"), context);
        this.shelf = new Shelf(
                root.resolve("kept"),
                new ShelfLimits(limits.maxResponses(), limits.maxTotalBytes(), limits.timeToLive()),
                context);
        this.reader = new ResponseReader(running, live, shelf, context);
        recoverInterrupted();
        running.removeOrphans();
        shelf.load();
        this.items = new OutputItems(root.resolve("items"), shelf, context);
    }

    private void recoverInterrupted() throws IOException {
        for (String id : running.ids()) {
            context.attempt(running.response(id), () -> shelf.exclusively(id, () -> live.contains(id) || recover(id)));
        }
    }

    /** The crash may have happened after the outcome was stored. */
    private boolean recover(String id) throws IOException {
        Optional<StoredResponse> interrupted = shelf.find(id).isPresent() ? Optional.empty() : running.read(id);
        if (interrupted.isPresent()) {
            running.moveTo(shelf, InterruptedResponse.of(interrupted.get()));
        } else {
            running.discard(id);
        }
        return true;
    }

    /**
     * Stores a finished response durably, replacing one with the same id. The oldest may be deleted for it.
     *
     * @throws StoreException when it is too large or the disk fails
     */
    public void save(StoredResponse response) {
        String id = EntryName.checked(response.head().id());
        limits.requireFits(response);
        DiskWork.run(
                KEEP,
                () -> items.keeping(response, () -> {
                    live.requireNot(id);
                    shelf.put(id, ResponseRecord.encode(response));
                }));
    }

    /**
     * Starts to store a response whose outcome is not known yet.
     *
     * @throws StoreException when the id is taken, too many run, it is too large or the disk fails
     */
    public RunningResponse begin(StoredResponse first) {
        String id = EntryName.checked(first.head().id());
        limits.requireFits(first);
        return DiskWork.call(
                KEEP,
                () -> shelf.exclusively(id, () -> {
                    live.requireNot(id);
                    if (shelf.find(id).isPresent()) {
                        throw new StoreException(StoreFailure.DUPLICATE_ID, "the response '" + id + "' already exists");
                    }
                    return start(id, first);
                }));
    }

    private RunningResponse start(String id, StoredResponse first) throws IOException {
        live.add(id);
        boolean started = false;
        try {
            // Events without a response are removed at the next start; a response without events would be taken for a
            // complete one.
            FrameLog events = running.createEvents(id);
            running.write(first);
            started = true;
            return new RunningResponse(this, first, events, limits);
        } finally {
            if (!started) {
                context.attempt(running.response(id), () -> running.discard(id));
                live.remove(id);
            }
        }
    }

    /** Ends a run that could not be stored; from now on it counts as interrupted. */
    void abandon(String id, FrameLog events) throws IOException {
        live.remove(id);
        events.close();
    }

    RunningDirectory running() {
        return running;
    }

    /** Ends a run. */
    void keep(StoredResponse outcome) throws IOException {
        items.keeping(outcome, () -> {
            running.moveTo(shelf, outcome);
            live.remove(outcome.head().id());
        });
    }

    /** The response object; empty if there is none with this id, or it has expired or is damaged. */
    public Optional<ResponseObject> find(String id) {
        return reader.read(id, ResponseRecord::readObject, InterruptedResponse::of);
    }

    /** The response with its items, for a response that continues it; empty as for {@link #find}. */
    public Optional<StoredResponse> load(String id) {
        return reader.read(id, ResponseRecord::readAll, InterruptedResponse::of);
    }

    /**
     * A page of the request's own input; empty as for {@link #find}. Reads the page's items only.
     *
     * @throws StoreException if the cursor does not name an item
     */
    public Optional<Page<StoredItem>> inputItems(String id, PageRequest page) {
        return reader.read(id, file -> ResponseRecord.readInput(file, page), same -> same);
    }

    /**
     * Events after a position, in order: at most {@code limit} and about a megabyte, so repeat the call with the page's end
     * until the page is empty. Empty as for {@link #find}; a response saved without events has none. A response that failed
     * in a crash has the events before it, and no last one.
     */
    public Optional<EventPage> events(String id, EventPage.Mark from, int limit) {
        Limits.positive("limit", limit);
        return reader.events(id, from, limit);
    }

    /**
     * Output items of stored responses by their ids; unknown ones are omitted. One look-up for all ids is cheaper than one
     * for each.
     */
    public Map<String, StoredItem> items(Collection<String> itemIds) {
        Map<String, String> places = DiskWork.call(READ, () -> items.find(itemIds));
        Map<String, StoredItem> found = new HashMap<>();
        for (String responseId : new TreeSet<>(places.values())) {
            load(responseId).map(StoredResponse::output).orElse(List.of()).stream()
                    .filter(item -> responseId.equals(places.get(item.id())))
                    .forEach(item -> found.put(item.id(), item));
        }
        return found;
    }

    /**
     * Deletes a finished response and its events; returns whether there was one. A running one is not deleted.
     *
     * @throws StoreException if it cannot be deleted; it then still exists
     */
    public boolean delete(String id) {
        return DiskWork.call(
                "delete the response",
                () -> shelf.find(id).isPresent() && shelf.exclusively(id, () -> shelf.remove(id)));
    }

    /** Removes expired responses, and ends those that a crash or a full disk left running. */
    public void sweep() {
        DiskWork.run("delete old responses", () -> {
            recoverInterrupted();
            shelf.sweep();
            items.tidy();
        });
    }

    /** The number of finished responses. */
    public long count() {
        return shelf.entries();
    }
}
