package dev.airelay.traffic.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one stream as logged. In addition to those that the standard dispatches, these are events without data, the
 * sizes of events that are too large, and text that is not part of the protocol, such as an error page. Not thread-safe;
 * buffers at most one event of limited size.
 */
final class LoggedEvents implements SseListener {
    private static final byte[] MIDDLE_OF_A_LINE = {'?'};

    private final int maxBytes;
    private SseParser parser;
    /** The lines of the event that are not part of the protocol. */
    private StringBuilder other = new StringBuilder();

    private boolean tooLarge;
    private boolean broken;
    private List<SseEvent> completed = new ArrayList<>();

    LoggedEvents(int maxBytes) {
        this.maxBytes = maxBytes;
        this.parser = new SseParser(maxBytes, this);
    }

    /** Returns the events that this piece completes. */
    List<SseEvent> accept(byte[] piece) {
        parser.feed(piece, 0, piece.length);
        return takeCompleted();
    }

    /** A piece is missing: the unfinished event is lost, and its rest must not be taken for an event. */
    void gap() {
        forget();
        parser = new SseParser(maxBytes, this);
        // It is unknown whether a line had begun; an empty rest of one must not look like the end of the event.
        parser.feed(MIDDLE_OF_A_LINE, 0, MIDDLE_OF_A_LINE.length);
        broken = true;
    }

    /** Returns the event that the end of the stream completes. */
    List<SseEvent> end() {
        parser.finish();
        return takeCompleted();
    }

    private List<SseEvent> takeCompleted() {
        List<SseEvent> taken = completed;
        completed = new ArrayList<>();
        return taken;
    }

    @Override
    public void onEvent(String name, byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, UTF_8);
        complete(
                name,
                other.length() == 0 ? text : other.append('\n').append(text).toString());
    }

    @Override
    public void onEmptyEvent(String name) {
        if (name.isEmpty() && other.length() == 0 && !tooLarge) {
            forget();
        } else {
            complete(name, other.toString());
        }
    }

    @Override
    public void onUnknownLine(byte[] line) {
        if (parser.eventBytes() > maxBytes) {
            onTooLarge();
        } else if (!tooLarge) {
            other.append(other.length() == 0 ? "" : "\n").append(new String(line, UTF_8));
        }
    }

    @Override
    public boolean onTooLarge() {
        tooLarge = true;
        other = new StringBuilder();
        return true;
    }

    private void complete(String name, String text) {
        if (!broken) {
            completed.add(new SseEvent(name, tooLarge ? "" : text, parser.eventBytes(), tooLarge));
        }
        forget();
    }

    private void forget() {
        broken = false;
        tooLarge = false;
        if (other.length() > 0) {
            other = new StringBuilder();
        }
    }
}
