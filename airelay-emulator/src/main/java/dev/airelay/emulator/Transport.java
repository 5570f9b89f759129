package dev.airelay.emulator;

import java.time.Duration;

/**
 * How the bytes of one answer travel.
 *
 * @param beforeHead pause before the status line
 * @param betweenEvents pause after each event
 * @param pieceBytes events are written in pieces of this size, each flushed on its own; 0 writes them whole
 * @param betweenPieces pause between two such pieces
 * @param stop where and how the answer breaks off
 */
record Transport(Duration beforeHead, Duration betweenEvents, int pieceBytes, Duration betweenPieces, Stop stop) {
    /** What happens at the stopping point. */
    enum Manner {
        /** Play on to the end. */
        NONE,
        /** Close the connection in order (FIN). */
        FIN,
        /** Reset the connection (RST). */
        RST,
        /** Write nothing more and keep the connection open. */
        SILENCE
    }

    /** Where the answer stops. */
    enum Place {
        /** Before the status line. */
        HEAD,
        /** In the middle of event {@code after}. */
        EVENT,
        /** After event {@code after} and before the next one. */
        BETWEEN
    }

    /**
     * A stopping point; {@code after} counts events.
     *
     * @param comments whether silence is filled with SSE comments, one each {@code betweenEvents} or second
     */
    record Stop(Manner manner, Place place, int after, boolean comments) {
        static final Stop NEVER = new Stop(Manner.NONE, Place.BETWEEN, 0, false);
    }

    static Transport paced(Duration betweenEvents) {
        return new Transport(Duration.ZERO, betweenEvents, 0, Duration.ZERO, Stop.NEVER);
    }

    Transport withBeforeHead(Duration pause) {
        return new Transport(pause, betweenEvents, pieceBytes, betweenPieces, stop);
    }

    Transport withBetweenEvents(Duration pause) {
        return new Transport(beforeHead, pause, pieceBytes, betweenPieces, stop);
    }

    Transport withPieces(int bytes, Duration pause) {
        return new Transport(beforeHead, betweenEvents, bytes, pause, stop);
    }

    Transport withStop(Stop newStop) {
        return new Transport(beforeHead, betweenEvents, pieceBytes, betweenPieces, newStop);
    }
}
