package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reply in which tools have the client's names instead of their upstream replacements. */
public final class ToolNamesRestored implements Reply {

    private final Reply reply;
    private final NameRestorer names;

    private ToolNamesRestored(Reply reply, NameRestorer names) {
        this.reply = reply;
        this.names = names;
    }

    /**
     * Returns the reply itself if no name was changed.
     *
     * @param restorations the client's names by their replacements
     */
    public static Reply of(Reply reply, Map<String, String> restorations) {
        return restorations.isEmpty() ? reply : new ToolNamesRestored(reply, new NameRestorer(restorations));
    }

    @Override
    public StreamEncoder streamEncoder() {
        return restoring(reply.streamEncoder());
    }

    @Override
    public ObjectEncoder objectEncoder() {
        return restoring(reply.objectEncoder());
    }

    @Override
    public List<StreamEncoder> streamEncoders(int calls) {
        return reply.streamEncoders(calls).stream().map(this::restoring).toList();
    }

    @Override
    public byte[] merge(List<byte[]> objects) {
        return reply.merge(objects);
    }

    private StreamEncoder restoring(StreamEncoder encoder) {
        return new StreamEncoder() {
            @Override
            public void accept(UpstreamEvent event, ByteSink out) {
                encoder.accept(names.restored(event), out);
            }

            @Override
            public void fail(UpstreamFailure failure, ByteSink out) {
                encoder.fail(failure, out);
            }

            @Override
            public boolean ended() {
                return encoder.ended();
            }

            @Override
            public long heldBytes() {
                return encoder.heldBytes();
            }

            @Override
            public void announce(ByteSink out) {
                encoder.announce(out);
            }

            @Override
            public void cancel(ByteSink out) {
                encoder.cancel(out);
            }

            @Override
            public Optional<TurnState> turn() {
                return encoder.turn();
            }
        };
    }

    private ObjectEncoder restoring(ObjectEncoder encoder) {
        return new ObjectEncoder() {
            @Override
            public void accept(UpstreamEvent event) {
                encoder.accept(names.restored(event));
            }

            @Override
            public boolean ended() {
                return encoder.ended();
            }

            @Override
            public long heldBytes() {
                return encoder.heldBytes();
            }

            @Override
            public Outcome finish() {
                return encoder.finish();
            }
        };
    }
}
