package dev.airelay.emulator.http;

import dev.airelay.emulator.api.RecordedRequest.Ending;
import dev.airelay.emulator.http.Transport.Manner;
import dev.airelay.emulator.http.Transport.Place;
import dev.airelay.emulator.http.Transport.Stop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes one response to one connection, with its pace, pieces, interruptions and silence. Runs on the connection's event
 * loop alone and waits by scheduling, so thousands of players need no thread of their own. Stops while the client does not
 * read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends in channelInactive
final class StreamPlayer {
    private static final Duration COMMENT_PAUSE = Duration.ofSeconds(1);
    /** A reset discards what the peer has not read yet; this lets the bytes before it arrive. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(50);

    private final ChannelHandlerContext context;
    private final ScriptedResponse response;
    private final Wire wire;
    private final Transport transport;
    private final Consumer<Ending> ended;
    private final Iterator<StreamEvent> events;
    private final Queue<ByteBuf> pieces = new ArrayDeque<>();
    private int written;
    private boolean inEvent;
    private boolean waiting;
    private boolean stopped;
    private boolean over;

    StreamPlayer(ChannelHandlerContext context, ScriptedResponse response, Wire wire, Consumer<Ending> ended) {
        this.context = context;
        this.response = response;
        this.wire = wire;
        this.transport = response.transport();
        this.ended = ended;
        this.events = response.body() instanceof ScriptedResponse.Events stream
                ? stream.iterator()
                : List.<StreamEvent>of().iterator();
    }

    void start() {
        after(transport.beforeHead(), this::head);
    }

    /** The client reads again. */
    void writable() {
        if (waiting && !over && context.channel().isWritable()) {
            waiting = false;
            step();
        }
    }

    /** The connection is gone. */
    void clientGone() {
        finish(Ending.CLIENT_GONE);
    }

    private void head() {
        if (stopsAt(Place.HEAD)) {
            stop();
            return;
        }
        wire.head();
        if (response.body() instanceof ScriptedResponse.Whole) {
            if (stopsAt(Place.EVENT)) {
                stop();
            } else {
                complete();
            }
        } else {
            step();
        }
    }

    /** Whether a script makes it write nothing more, not even comments, while the connection stays open. */
    boolean silent() {
        return stopped
                && transport.stop().manner() == Manner.SILENCE
                && !transport.stop().comments();
    }

    /** Writes events until the pace, the client or a script stops it. */
    private void step() {
        while (!over && !stopped) {
            if (!context.channel().isWritable()) {
                waiting = true;
                context.flush();
                return;
            }
            if (!pieces.isEmpty()) {
                if (pauseAfterPiece()) {
                    return;
                }
            } else if (stopsAt(Place.BETWEEN)) {
                stop();
            } else if (!events.hasNext()) {
                complete();
            } else if (event(events.next())) {
                return;
            }
        }
    }

    /** Writes one event; true when the next step was scheduled. */
    private boolean event(StreamEvent event) {
        ByteBuf bytes = wire.encode(event);
        if (stopsAt(Place.EVENT)) {
            wire.piece(bytes.readRetainedSlice(bytes.readableBytes() / 2), true, false);
            context.flush();
            bytes.release();
            stop();
            return false;
        }
        written++;
        if (transport.pieceBytes() > 0) {
            while (bytes.isReadable()) {
                pieces.add(bytes.readRetainedSlice(Math.min(transport.pieceBytes(), bytes.readableBytes())));
            }
            bytes.release();
            return false;
        }
        wire.piece(bytes, true, true);
        return pause(transport.betweenEvents());
    }

    private boolean pauseAfterPiece() {
        ByteBuf piece = pieces.remove();
        wire.piece(piece, !inEvent, pieces.isEmpty());
        inEvent = !pieces.isEmpty();
        context.flush();
        return pause(pieces.isEmpty() ? transport.betweenEvents() : transport.betweenPieces());
    }

    private boolean pause(Duration pause) {
        if (pause.isZero()) {
            return false;
        }
        context.flush();
        after(pause, this::step);
        return true;
    }

    private boolean stopsAt(Place place) {
        Stop stop = transport.stop();
        return stop.manner() != Manner.NONE
                && stop.place() == place
                && (place == Place.HEAD || stop.after() == written);
    }

    private void stop() {
        stopped = true;
        context.flush();
        switch (transport.stop().manner()) {
            case FIN -> {
                finish(Ending.CUT);
                context.close();
            }
            case RST -> after(BEFORE_RESET, this::reset);
            case SILENCE -> keepSilent();
            case NONE -> throw new IllegalStateException("nothing to stop for");
        }
    }

    private void reset() {
        finish(Ending.CUT);
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }

    private void keepSilent() {
        if (transport.stop().comments()) {
            after(transport.betweenEvents().isZero() ? COMMENT_PAUSE : transport.betweenEvents(), () -> {
                wire.comment();
                context.flush();
                keepSilent();
            });
        }
    }

    private void complete() {
        wire.end();
        context.flush();
        finish(Ending.COMPLETE);
    }

    private void finish(Ending ending) {
        if (!over) {
            over = true;
            pieces.forEach(ByteBuf::release);
            pieces.clear();
            ended.accept(ending);
        }
    }

    private void after(Duration pause, Runnable action) {
        if (pause.isZero()) {
            action.run();
        } else {
            context.executor().schedule(() -> unlessOver(action), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void unlessOver(Runnable action) {
        if (!over) {
            action.run();
        }
    }
}
