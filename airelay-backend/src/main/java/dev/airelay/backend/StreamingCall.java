package dev.airelay.backend;

import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One call of the inference endpoint: sorts event streams from refusals, and stands between the caller and the exchange.
 */
final class StreamingCall implements CallHandle, ResponseReceiver {

    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final BackendOptions options;
    private final ClientContext wiring;
    private final UpstreamSink sink;
    private final AuthorisedExchange exchange;
    private final BoundedBody refusal = new BoundedBody(MAX_REFUSAL_BYTES);
    private @Nullable HttpResponse head;
    private @Nullable EventGate gate;
    private @Nullable EventStream stream;
    private long toldHeld;
    private boolean ended;

    StreamingCall(
            EventLoop loop, ClientContext wiring, ConnectionPool pool, OutgoingRequest request, UpstreamSink sink) {
        this.loop = loop;
        this.options = wiring.options();
        this.wiring = wiring;
        this.sink = sink;
        this.exchange = new AuthorisedExchange(loop, wiring, pool, request, this);
    }

    void start() {
        exchange.start();
    }

    @Override
    public void cancel() {
        if (!over()) {
            ended = true;
            if (gate != null) {
                gate.close();
            }
            exchange.cancel();
        }
    }

    @Override
    public void pause() {
        if (!over()) {
            exchange.pause();
        }
    }

    @Override
    public void resume() {
        if (!over()) {
            exchange.resume();
        }
    }

    @Override
    public void onHead(HttpResponse response) {
        head = response;
        if (Refusals.isEventStream(response)) {
            UpstreamHead shown = UpstreamHead.of(response.headers());
            gate = new EventGate(shown, sink, loop, options.holdBack(), wiring::epochSeconds, exchange);
            stream = new EventStream(gate, options.maxEventBytes());
        }
    }

    @Override
    public void onContent(ByteBuf content) {
        boolean wanted = stream == null ? refusal.add(content) : stream.feed(content);
        if (!wanted) {
            exchange.cancel();
            refuse();
        }
    }

    @Override
    public void onReadComplete() {
        if (gate != null && stream != null) {
            gate.batchEnd();
            long held = stream.heldBytes() + gate.heldBytes();
            if (held != toldHeld && !over()) {
                toldHeld = held;
                sink.onHeld(held);
            }
        }
    }

    @Override
    public void onEnd() {
        if (stream == null) {
            refuse();
        } else {
            stream.end();
        }
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        if (gate != null) {
            gate.fail(failure);
        } else if (head != null) {
            refuse();
        } else {
            end(failure, null);
        }
    }

    /** Answers with what the refusal says, even when its body was cut or too long. */
    private void refuse() {
        HttpResponse refused = head;
        if (refused != null && gate == null) {
            end(Refusals.of(refused, refusal.bytes(), wiring.epochSeconds()), UpstreamHead.of(refused.headers()));
        }
    }

    private void end(UpstreamFailure failure, @Nullable UpstreamHead shown) {
        if (!ended) {
            ended = true;
            sink.onFailure(new UpstreamException(failure, shown));
        }
    }

    private boolean over() {
        return ended || (gate != null && gate.ended());
    }
}
