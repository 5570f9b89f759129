package dev.airelay.emulator.http;

import java.time.Duration;
import java.util.Locale;

/**
 * How the bytes of one response are sent.
 *
 * @param beforeHead pause before the status line
 * @param betweenEvents pause after each event
 * @param pieceBytes events are written in pieces of this size, each flushed on its own; 0 writes them whole
 * @param betweenPieces pause between two such pieces
 * @param stop where and how the response is interrupted
 * @param coding the content coding; a WebSocket's messages have none
 */
public record Transport(
        Duration beforeHead, Duration betweenEvents, int pieceBytes, Duration betweenPieces, Stop stop, Coding coding) {
    /** The content coding of a body. */
    public enum Coding {
        /** As the request's {@code Accept-Encoding} allows: zstd before gzip, else none. */
        NEGOTIATED,
        IDENTITY,
        GZIP,
        ZSTD;

        /** The name in {@code Content-Encoding}. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The action at the stopping point. */
    public enum Manner {
        /** Continue to the end. */
        NONE,
        /** Close the connection (FIN). */
        FIN,
        /** Reset the connection (RST). */
        RST,
        /** Write nothing more and keep the connection open. */
        SILENCE
    }

    /** Where the response stops. */
    public enum Place {
        /** Before the status line. */
        HEAD,
        /** In the middle of event {@code after}, or of a body that is sent whole. */
        EVENT,
        /** After event {@code after} and before the next one. */
        BETWEEN
    }

    /**
     * A stopping point; {@code after} counts events.
     *
     * @param comments whether silence is filled with SSE comments, one each {@code betweenEvents} or second
     */
    public record Stop(Manner manner, Place place, int after, boolean comments) {
        static final Stop NEVER = new Stop(Manner.NONE, Place.BETWEEN, 0, false);

        /** Whether the answer stops at such a place. */
        boolean cuts(Place where) {
            return manner != Manner.NONE && place == where;
        }
    }

    /** Whole events with that pause after each, to the end. */
    public static Transport paced(Duration betweenEvents) {
        return new Transport(Duration.ZERO, betweenEvents, 0, Duration.ZERO, Stop.NEVER, Coding.NEGOTIATED);
    }

    /** The same transport with another pause before the status line. */
    public Transport withBeforeHead(Duration pause) {
        return new Transport(pause, betweenEvents, pieceBytes, betweenPieces, stop, coding);
    }

    /** The same transport with another pause after each event. */
    public Transport withBetweenEvents(Duration pause) {
        return new Transport(beforeHead, pause, pieceBytes, betweenPieces, stop, coding);
    }

    /** The same transport with events in pieces of that size and a pause between pieces. */
    public Transport withPieces(int bytes, Duration pause) {
        return new Transport(beforeHead, betweenEvents, bytes, pause, stop, coding);
    }

    /** The same transport with another stopping point. */
    public Transport withStop(Stop newStop) {
        return new Transport(beforeHead, betweenEvents, pieceBytes, betweenPieces, newStop, coding);
    }

    /** The same transport with another content coding. */
    public Transport withCoding(Coding newCoding) {
        return new Transport(beforeHead, betweenEvents, pieceBytes, betweenPieces, stop, newCoding);
    }
}
