package dev.airelay.store.response;

import dev.airelay.store.frame.DamageListener;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.EntryName;
import dev.airelay.store.frame.Shelf;
import dev.airelay.store.frame.StoreContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds a response where it is now. It moves from running to kept and never back; one that is left running without living
 * was interrupted.
 */
final class ResponseReader {
    private final RunningDirectory running;
    private final LiveResponses live;
    private final Shelf shelf;
    private final StoreContext context;

    ResponseReader(RunningDirectory running, LiveResponses live, Shelf shelf, StoreContext context) {
        this.running = running;
        this.live = live;
        this.shelf = shelf;
        this.context = context;
    }

    /** Reads from a file that holds one response. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Path file) throws IOException;
    }

    /** The response read, changed if the response was interrupted; empty when there is none or it is damaged. */
    <T> Optional<T> read(String id, Reading<T> reading, UnaryOperator<T> interrupted) {
        if (!EntryName.isSafe(id)) {
            return Optional.empty();
        }
        return DiskWork.call("read the response", () -> {
            Optional<T> now = live.contains(id) ? read(id, running.response(id), reading) : Optional.empty();
            if (now.isPresent()) {
                return now;
            }
            Optional<Path> kept = shelf.find(id);
            if (kept.isPresent()) {
                return read(id, kept.get(), reading);
            }
            Optional<T> left = read(id, running.response(id), reading);
            return live.contains(id) ? left : left.map(interrupted);
        });
    }

    private <T> Optional<T> read(String id, Path file, Reading<T> reading) throws IOException {
        try {
            return Optional.of(reading.from(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (DamagedEntryException damaged) {
            context.damaged(file, id + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }

    /** A running response's events lie beside it, and on the shelf from just before its end on: the same file, moved. */
    Optional<EventPage> events(String id, EventPage.Mark from, int limit) {
        DamageListener damage = context.environment().damage();
        return read(
                id,
                file -> {
                    // Once is enough: the later pages of a long response would read its head over and over.
                    if (from.position() == 0) {
                        ResponseRecord.check(file);
                    }
                    Optional<EventPage> here = file.equals(running.response(id))
                            ? EventLog.read(running.events(id), from, limit, damage)
                            : Optional.empty();
                    return here.isPresent()
                            ? here.get()
                            : EventLog.read(shelf.side(id), from, limit, damage).orElse(new EventPage(List.of(), from));
                },
                same -> same);
    }
}
