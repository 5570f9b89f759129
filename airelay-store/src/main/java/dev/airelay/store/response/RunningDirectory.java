package dev.airelay.store.response;

import dev.airelay.store.frame.DurableFiles;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.Shelf;
import dev.airelay.store.frame.StoreContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Responses in progress, in a directory of their own: a response found here at start was interrupted. */
final class RunningDirectory {
    private static final String RESPONSE = ".response";
    private static final String EVENTS = ".events";

    private final Path root;
    private final StoreContext context;

    RunningDirectory(Path root, StoreContext context) throws IOException {
        this.root = root;
        this.context = context;
        DurableFiles.privateDirectory(root);
    }

    void write(StoredResponse response) throws IOException {
        context.staging().replace(response(response.head().id()), ResponseRecord.encode(response));
    }

    FrameLog createEvents(String id) throws IOException {
        return EventLog.create(events(id), context.staging());
    }

    Path response(String id) {
        return root.resolve(id + RESPONSE);
    }

    Path events(String id) {
        return root.resolve(id + EVENTS);
    }

    Optional<StoredResponse> read(String id) throws IOException {
        try {
            return Optional.of(ResponseRecord.readAll(response(id)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Moves a finished response to the shelf: first the events, then the response; then removes it here. */
    void moveTo(Shelf shelf, StoredResponse finished) throws IOException {
        String id = finished.head().id();
        if (Files.exists(events(id))) {
            shelf.putSide(id, events(id));
        }
        shelf.put(id, ResponseRecord.encode(finished));
        DurableFiles.delete(response(id));
    }

    /** Discards a response that was never started. */
    void discard(String id) throws IOException {
        DurableFiles.delete(response(id));
        Files.deleteIfExists(events(id));
    }

    /** The ids of all responses here. */
    List<String> ids() throws IOException {
        return DurableFiles.list(root).stream()
                .map(DurableFiles::name)
                .filter(name -> name.endsWith(RESPONSE))
                .map(name -> name.substring(0, name.length() - RESPONSE.length()))
                .toList();
    }

    /** Removes events without a response. */
    void removeOrphans() throws IOException {
        for (Path file : DurableFiles.list(root)) {
            String name = DurableFiles.name(file);
            if (name.endsWith(EVENTS) && !Files.exists(response(name.substring(0, name.length() - EVENTS.length())))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
