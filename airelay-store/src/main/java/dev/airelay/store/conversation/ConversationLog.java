package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameFormat;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.JsonHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation's file: a log whose first frame is the conversation, with its metadata as section 0, and whose further
 * frames are turns. A turn is one frame, so it is stored completely or not at all.
 */
final class ConversationLog {
    private static final String KIND = "conversation";
    private static final String ID = "id";
    private static final String CREATED_AT = "created_at";
    private static final String ITEMS = "items";

    private ConversationLog() {}

    /** Uses a conversation's file while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T of(ConversationView view) throws IOException;
    }

    static <T> T use(Path file, Use<T> use) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            Frame first = reader.next().orElseThrow(() -> new DamagedEntryException("its first frame is damaged"));
            Instant createdAt = JsonHeader.instant(JsonHeader.parse(first.header()), CREATED_AT);
            String id = JsonHeader.text(JsonHeader.parse(first.header()), ID);
            List<ItemPlace> places = new ArrayList<>();
            for (Optional<Frame> turn = reader.next(); turn.isPresent(); turn = reader.next()) {
                places.addAll(ItemPlace.of(
                        turn.get(),
                        0,
                        StoredItems.ids(JsonHeader.parse(turn.get().header()), ITEMS)));
            }
            Conversation conversation = new Conversation(
                    id, createdAt, Files.getLastModifiedTime(file).toInstant(), reader.section(first, 0));
            return use.of(new ConversationView(conversation, places, reader));
        }
    }

    /** Encodes a whole file with at most one turn. */
    static List<ByteBuffer> encode(Conversation conversation, List<StoredItem> items) {
        ObjectNode header = JsonHeader.create()
                .put(ID, conversation.id())
                .put(CREATED_AT, conversation.createdAt().toEpochMilli());
        List<ByteBuffer> buffers =
                new ArrayList<>(FrameFormat.file(KIND, JsonHeader.bytes(header), List.of(conversation.metadata())));
        if (!items.isEmpty()) {
            List<byte[]> sections = new ArrayList<>();
            buffers.addAll(FrameFormat.frame(turn(items, sections), sections));
        }
        return buffers;
    }

    private static byte[] turn(List<StoredItem> items, List<byte[]> sections) {
        ObjectNode header = JsonHeader.create();
        StoredItems.write(header, ITEMS, items, sections);
        return JsonHeader.bytes(header);
    }

    /**
     * Appends one turn after the last complete one, durably; on failure the file is unchanged. Returns the number of bytes
     * added.
     */
    static long append(Path file, long end, List<StoredItem> items) throws IOException {
        List<byte[]> sections = new ArrayList<>();
        byte[] header = turn(items, sections);
        try (FrameLog log = FrameLog.open(file, end)) {
            log.append(header, sections);
            boolean durable = false;
            try {
                log.force();
                durable = true;
            } finally {
                if (!durable) {
                    log.truncate(end);
                }
            }
            return log.size() - end;
        }
    }
}
