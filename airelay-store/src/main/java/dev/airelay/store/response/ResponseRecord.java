package dev.airelay.store.response;

import dev.airelay.store.conversation.ItemPlace;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.conversation.StoredItems;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameFormat;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.JsonHeader;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A response's file: section 0 is the object, then input items, then output items. */
final class ResponseRecord {
    static final String KIND = "response";

    private static final String ID = "id";
    private static final String CREATED_AT = "created_at";
    private static final String STATUS = "status";
    private static final String BACKGROUND = "background";
    private static final String PREVIOUS_RESPONSE_ID = "previous_response_id";
    private static final String CONVERSATION_ID = "conversation_id";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private ResponseRecord() {}

    static List<ByteBuffer> encode(StoredResponse response) {
        ResponseHead head = response.head();
        ObjectNode header = JsonHeader.create()
                .put(ID, head.id())
                .put(CREATED_AT, head.createdAt().toEpochMilli())
                .put(STATUS, head.status())
                .put(BACKGROUND, head.background());
        head.previousResponseId().ifPresent(id -> header.put(PREVIOUS_RESPONSE_ID, id));
        head.conversationId().ifPresent(id -> header.put(CONVERSATION_ID, id));
        List<byte[]> sections = new ArrayList<>();
        sections.add(response.object().json());
        StoredItems.write(header, INPUT, response.input(), sections);
        StoredItems.write(header, OUTPUT, response.output(), sections);
        return FrameFormat.file(KIND, JsonHeader.bytes(header), sections);
    }

    /** Fails unless the file contains a complete response. */
    static void check(Path file) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            reader.single();
        }
    }

    static ResponseObject readObject(Path file) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            Frame frame = reader.single();
            return new ResponseObject(head(JsonHeader.parse(frame.header())), reader.section(frame, 0));
        }
    }

    static StoredResponse readAll(Path file) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            Frame frame = reader.single();
            JsonNode header = JsonHeader.parse(frame.header());
            List<String> input = StoredItems.ids(header, INPUT);
            List<String> output = StoredItems.ids(header, OUTPUT);
            return new StoredResponse(
                    new ResponseObject(head(header), reader.section(frame, 0)),
                    StoredItems.read(reader, frame, 1, input),
                    StoredItems.read(reader, frame, 1 + input.size(), output));
        }
    }

    /** A page of the input; only its items are read. */
    static Page<StoredItem> readInput(Path file, PageRequest request) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            Frame frame = reader.single();
            List<String> ids = StoredItems.ids(JsonHeader.parse(frame.header()), INPUT);
            return ItemPlace.page(ItemPlace.of(frame, 1, ids), request, reader);
        }
    }

    static List<String> readOutputIds(Path file) throws IOException {
        try (FrameReader reader = FrameReader.open(file, KIND)) {
            return StoredItems.ids(JsonHeader.parse(reader.single().header()), OUTPUT);
        }
    }

    private static ResponseHead head(JsonNode header) throws DamagedEntryException {
        return new ResponseHead(
                JsonHeader.text(header, ID),
                JsonHeader.instant(header, CREATED_AT),
                JsonHeader.text(header, STATUS),
                header.path(BACKGROUND).asBoolean(false),
                JsonHeader.optionalText(header, PREVIOUS_RESPONSE_ID),
                JsonHeader.optionalText(header, CONVERSATION_ID));
    }
}
