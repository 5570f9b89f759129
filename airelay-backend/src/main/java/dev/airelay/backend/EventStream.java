package dev.airelay.backend;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.sse.SseLimitExceededException;
import dev.airelay.transforms.sse.SseListener;
import dev.airelay.transforms.sse.SseParser;
import io.netty.buffer.ByteBuf;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** From a response body's buffers to events at the gate. Data that is not an event of the upstream is passed over. */
final class EventStream implements SseListener {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int SCRATCH_BYTES = 8 * 1024;

    private final EventGate gate;
    private final SseParser parser;
    private final int maxEventBytes;
    private byte[] scratch = {};
    private boolean ending;

    EventStream(EventGate gate, int maxEventBytes) {
        this.gate = gate;
        this.maxEventBytes = maxEventBytes;
        this.parser = new SseParser(maxEventBytes, this);
    }

    /** Takes the next piece; returns false when an event is too large, which has ended the stream. */
    boolean feed(ByteBuf piece) {
        try {
            if (piece.hasArray()) {
                parser.feed(piece.array(), piece.arrayOffset() + piece.readerIndex(), piece.readableBytes());
            } else {
                feedCopied(piece);
            }
            return true;
        } catch (SseLimitExceededException tooLarge) {
            gate.fail(UpstreamFailure.server(
                    502,
                    "event_too_large",
                    "The upstream sent an event larger than " + maxEventBytes
                            + " bytes. Raise upstream.max_event_bytes in the configuration to accept it."));
            return false;
        }
    }

    /** Returns how many bytes an event takes that has not come whole. */
    long heldBytes() {
        return parser.heldBytes();
    }

    /** The body is complete. Without a terminal event it is not a whole answer. */
    void end() {
        ending = true;
        parser.finish();
        gate.fail(UpstreamFailure.incompleteStream());
    }

    @Override
    public void onEvent(String name, byte[] data) {
        boolean usable = !gate.ended() && (!ending || isWhole(data));
        if (usable) {
            UpstreamEvent.parse(data).ifPresent(gate::accept);
        }
    }

    private void feedCopied(ByteBuf piece) {
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH_BYTES];
        }
        while (piece.isReadable()) {
            int size = Math.min(piece.readableBytes(), scratch.length);
            piece.readBytes(scratch, 0, size);
            parser.feed(scratch, 0, size);
        }
    }

    /** An event that ends with the body instead of a blank line may have been cut. */
    private static boolean isWhole(byte[] data) {
        try (JsonParser json = MAPPER.createParser(data)) {
            json.nextToken();
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException cut) {
            return false;
        }
    }
}
