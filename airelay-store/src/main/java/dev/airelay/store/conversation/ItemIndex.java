package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.Staging;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An index from output items to their responses: a log on disk with 64-bit hashes of item ids. A look-up reads it once for
 * all ids. Hashes may collide and responses may have been deleted, so a result is only a candidate. Safe for concurrent use.
 */
public final class ItemIndex {
    private static final String KIND = "items";
    private static final int SPARE_ENTRIES = 1024;

    /** Passes every stored response to a sink. */
    @FunctionalInterface
    public interface Source {
        /** Passes each response to the sink. */
        void forEach(Sink sink) throws IOException;
    }

    /** Receives one response and the ids of its output items. */
    @FunctionalInterface
    public interface Sink {
        /** Receives the response. */
        void add(String responseId, List<String> itemIds) throws IOException;
    }

    private final Path file;
    private final Staging staging;
    private final Source source;
    private long end;
    private long entries;
    private long entriesWhenBuilt;

    /** Opens the index, and rebuilds it from the source if it is damaged. */
    public ItemIndex(Path file, Staging staging, Source source) throws IOException {
        this.file = file;
        this.staging = staging;
        this.source = source;
        if (!isWhole()) {
            rebuild();
        }
    }

    private boolean isWhole() throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            while (reader.next().isPresent()) {
                entries++;
            }
            end = reader.position();
            entriesWhenBuilt = entries;
            return !reader.isTorn();
        } catch (NoSuchFileException | DamagedEntryException unusable) {
            return false;
        }
    }

    /** Adds the items of one response durably; to be called before the response itself is stored. */
    public synchronized void add(String responseId, List<String> itemIds) throws IOException {
        if (itemIds.isEmpty()) {
            return;
        }
        try (FrameLog log = FrameLog.open(file, end)) {
            append(log, responseId, itemIds);
            log.force();
            end = log.size();
            entries++;
        }
    }

    /** Whether most of the log may be about deleted responses. */
    public synchronized boolean isBloated() {
        return entries > 2 * entriesWhenBuilt + SPARE_ENTRIES;
    }

    private static void append(FrameLog log, String responseId, List<String> itemIds) throws IOException {
        ByteBuffer hashes = ByteBuffer.allocate(itemIds.size() * Long.BYTES);
        itemIds.forEach(id -> hashes.putLong(hash(id)));
        log.append(responseId.getBytes(StandardCharsets.UTF_8), List.of(hashes.array()));
    }

    /** Rewrites the log from the stored responses; none may be added meanwhile. */
    public synchronized void rebuild() throws IOException {
        Path complete = staging.fresh();
        long[] count = new long[1];
        try (FrameLog log = FrameLog.create(complete, KIND, staging)) {
            source.forEach((responseId, itemIds) -> {
                append(log, responseId, itemIds);
                count[0]++;
            });
            log.force();
            end = log.size();
        }
        staging.publish(complete, file);
        entries = count[0];
        entriesWhenBuilt = entries;
    }

    /** The responses that may contain these items, by item id; unknown items are omitted. Never waits. */
    public Map<String, String> find(Collection<String> itemIds) throws IOException {
        Map<Long, String> wanted = new HashMap<>();
        itemIds.forEach(id -> wanted.put(hash(id), id));
        Map<String, String> found = new HashMap<>();
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                for (String id : matches(reader, frame.get(), wanted)) {
                    found.put(id, new String(frame.get().header(), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    private static Set<String> matches(FrameReader reader, Frame frame, Map<Long, String> wanted) throws IOException {
        ByteBuffer hashes = ByteBuffer.wrap(reader.section(frame, 0));
        Set<String> matches = new HashSet<>();
        while (hashes.remaining() >= Long.BYTES) {
            String id = wanted.get(hashes.getLong());
            if (id != null) {
                matches.add(id);
            }
        }
        return matches;
    }

    /** FNV-1a over UTF-16 units. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
