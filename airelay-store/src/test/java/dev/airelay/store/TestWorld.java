package dev.airelay.store;

import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.file.FileIntake;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.store.response.ResponseHead;
import dev.airelay.store.response.ResponseObject;
import dev.airelay.store.response.StoredResponse;
import dev.airelay.store.upload.PartIntake;
import dev.airelay.store.upload.UploadPart;
import dev.airelay.store.upload.UploadStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A clock that moves only on request, names that count up, and what was found damaged. */
public final class TestWorld implements InstantSource {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    public final List<String> damages = new CopyOnWriteArrayList<>();
    private final AtomicLong names = new AtomicLong();
    private volatile Instant now = START;
    private volatile Duration leap = Duration.ZERO;

    @Override
    public Instant instant() {
        return now.plus(leap);
    }

    /** Sets the clock ahead or back; the time by which entries expire does not follow. */
    public void leap(Duration step) {
        leap = leap.plus(step);
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    StoreEnvironment environment() {
        return new StoreEnvironment(
                this,
                () -> now,
                () -> String.format("%016d", names.incrementAndGet()),
                (file, reason) -> damages.add(file.getFileName() + ": " + reason));
    }

    public RelayStore open(Path directory) {
        return open(StoreOptions.in(directory));
    }

    public RelayStore open(StoreOptions options) {
        return RelayStore.open(options, environment());
    }

    public static NewFile file(String name) {
        return new NewFile(name, "user_data", "text/plain", Optional.empty());
    }

    public static StoredFile put(FileStore files, NewFile file, String content) {
        try (FileIntake intake = files.receive(file)) {
            intake.write(bytes(content));
            return intake.finish();
        }
    }

    public static UploadPart part(UploadStore uploads, String uploadId, String content) {
        try (PartIntake intake = uploads.receive(uploadId)) {
            intake.write(bytes(content));
            return intake.finish();
        }
    }

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static StoredItem item(String id) {
        return new StoredItem(id, json("{\"id\":\"" + id + "\"}"));
    }

    /** Items PREFIX0, PREFIX1 and so on. */
    public static List<StoredItem> items(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> item(prefix + i)).toList();
    }

    public static StoredResponse response(String id, String status) {
        return new StoredResponse(
                new ResponseObject(
                        new ResponseHead(id, START, status, true, Optional.empty(), Optional.empty()),
                        json("{\"id\":\"" + id + "\",\"status\":\"" + status + "\"}")),
                items(id + "_in", 2),
                items(id + "_out", 2));
    }

    public static PageRequest page(int limit) {
        return new PageRequest(null, limit, Order.ASCENDING);
    }

    public static List<String> ids(List<StoredItem> items) {
        return items.stream().map(StoredItem::id).toList();
    }
}
