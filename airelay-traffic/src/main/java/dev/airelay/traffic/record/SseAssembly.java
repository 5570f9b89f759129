package dev.airelay.traffic.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the events of a stream together from its pieces. Not thread-safe. Keeps at most one event of limited size, and
 * looks at each byte once.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML</a>
 */
final class SseAssembly {
    private static final int LINE_BYTES = 256;
    private static final int KEPT_BYTES = 16 * 1024;

    private final int maxBytes;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES);
    private StringBuilder data = new StringBuilder();
    private String name = "";
    private long bytes;
    private boolean tooLarge;
    private boolean afterReturn;
    private boolean broken;
    private List<SseEvent> completed = new ArrayList<>();

    SseAssembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The events that this piece completes. */
    List<SseEvent> accept(byte[] piece) {
        for (byte one : piece) {
            if (one == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = one == '\r';
            if (one == '\n' || one == '\r') {
                endLine();
            } else {
                bytes++;
                keep(one);
            }
        }
        return takeCompleted();
    }

    private List<SseEvent> takeCompleted() {
        List<SseEvent> taken = completed;
        completed = new ArrayList<>();
        return taken;
    }

    private void keep(byte one) {
        if (bytes > maxBytes) {
            tooLarge = true;
            emptyLine();
        }
        // Of a line that is not kept one byte is, to tell it from the empty line that ends the event.
        if (!tooLarge || line.size() == 0) {
            line.write(one);
        }
    }

    /** A piece is missing: what is unfinished is worth nothing, and the rest of it must not be taken for an event. */
    void gap() {
        forget();
        emptyLine();
        // Whether a line had begun is not known; an empty rest of one must not look like the end of the event.
        line.write('?');
        afterReturn = false;
        broken = true;
    }

    /** The stream has ended; what is unfinished is an event too. */
    List<SseEvent> end() {
        if (line.size() > 0) {
            endLine();
        }
        dispatch();
        return takeCompleted();
    }

    private void endLine() {
        if (line.size() == 0) {
            dispatch();
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        emptyLine();
        if (tooLarge || text.startsWith(":")) {
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        if (field.equals("data")) {
            data.append(data.length() == 0 ? "" : "\n").append(value);
        } else if (field.equals("event")) {
            name = value;
        } else if (!field.equals("id") && !field.equals("retry")) {
            // Not of the protocol, such as an error page: kept unchanged.
            data.append(data.length() == 0 ? "" : "\n").append(text);
        }
    }

    private void dispatch() {
        boolean empty = name.isEmpty() && data.length() == 0 && !tooLarge;
        if (!empty && !broken) {
            completed.add(new SseEvent(name, tooLarge ? "" : data.toString(), bytes, tooLarge));
        }
        forget();
    }

    /** Lets go of an array that one large line has made large: there may be many streams. */
    private void emptyLine() {
        if (line.size() > KEPT_BYTES) {
            line = new ByteArrayOutputStream(LINE_BYTES);
        } else {
            line.reset();
        }
    }

    private void forget() {
        broken = false;
        if (data.length() > KEPT_BYTES) {
            data = new StringBuilder();
        } else {
            data.setLength(0);
        }
        name = "";
        bytes = 0;
        tooLarge = false;
    }
}
