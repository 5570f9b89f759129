package dev.airelay.server.generation;

import dev.airelay.store.response.EventPage;
import dev.airelay.store.response.ResponseObject;
import dev.airelay.store.response.ResponseStore;
import dev.airelay.store.response.StoredEvent;
import dev.airelay.transforms.responses.EventReplay;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the event streams of stored responses, a bounded piece at a time. Every method blocks. */
public final class ResponseEvents {

    private static final int EVENTS_AT_A_TIME = 200;
    private static final long BEFORE_FIRST = -1;
    private static final byte[] FAILED_FRAME = "event: response.failed\ndata: ".getBytes(StandardCharsets.US_ASCII);

    private final ResponseStore responses;

    public ResponseEvents(ResponseStore responses) {
        this.responses = responses;
    }

    /**
     * A part of a stream.
     *
     * @param bytes whole events; empty if there are none yet
     * @param place the position after them
     * @param end whether the stream ends there
     */
    record Piece(byte[] bytes, EventPage.Mark place, boolean end) {}

    /**
     * Returns the next part; empty if there is no such response.
     *
     * @param from the position after the last event that the client has
     * @param making whether the response was in progress before this call
     */
    Optional<Piece> next(String id, EventPage.Mark from, boolean making) {
        Optional<EventPage> found = responses.events(id, from, EVENTS_AT_A_TIME);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        EventPage page = found.get();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        page.events().forEach(event -> bytes.writeBytes(event.bytes()));
        return making || !page.events().isEmpty()
                ? Optional.of(new Piece(bytes.toByteArray(), page.end(), false))
                : responses.find(id).map(response -> new Piece(end(response, from.after()), page.end(), true));
    }

    private byte[] end(ResponseObject response, long after) {
        String id = response.head().id();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (events(id, BEFORE_FIRST).isEmpty()) {
            EventReplay.of(response.json(), after, bytes::write);
            return bytes.toByteArray();
        }
        List<StoredEvent> latest = events(id, after - 1);
        boolean cutOff = response.head().status().equals("failed")
                && !latest.isEmpty()
                && !startsWith(latest.get(0).bytes(), FAILED_FRAME);
        if (cutOff) {
            // A response interrupted by a crash has no last event of its own.
            EventReplay.failed(response.json(), after, bytes::write);
        } else {
            EventReplay.end(bytes::write);
        }
        return bytes.toByteArray();
    }

    private List<StoredEvent> events(String id, long after) {
        return responses
                .events(id, EventPage.Mark.behind(Math.max(BEFORE_FIRST, after)), 1)
                .map(EventPage::events)
                .orElse(List.of());
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
