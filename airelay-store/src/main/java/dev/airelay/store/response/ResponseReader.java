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
 * Finds a response, running or finished. It moves from running to finished and never back; a running one that no process is
 * producing was interrupted.
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

    /** Reads the response and marks it as failed if it was interrupted; empty if there is none or it is damaged. */
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

    /** A running response's events are stored beside it. Just before it finishes, the same file is moved to the shelf. */
    Optional<EventPage> events(String id, EventPage.Mark from, int limit) {
        DamageListener damage = context.environment().damage();
        return read(
                id,
                file -> {
                    // Checked once: the later pages of a long response would read its head again and again.
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
