package dev.airelay.backend;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * One request, sent once more with other credentials when the upstream answers 401 to the first. The receiver sees the
 * answer that counts and nothing of the one before it; a second 401 is shown to it like any other answer.
 *
 * <p>Used on its event loop only.
 */
final class AuthorisedExchange implements ResponseReceiver, EventGate.Source {

    private final EventLoop loop;
    private final ClientContext wiring;
    private final ConnectionPool pool;
    private final OutgoingRequest request;
    private final ResponseReceiver receiver;
    private HttpExchange current;
    private boolean retried;
    private boolean paused;

    AuthorisedExchange(
            EventLoop loop,
            ClientContext wiring,
            ConnectionPool pool,
            OutgoingRequest request,
            ResponseReceiver receiver) {
        this.loop = loop;
        this.wiring = wiring;
        this.pool = pool;
        this.request = request;
        this.receiver = receiver;
        this.current = new HttpExchange(loop, wiring, pool, request, wiring.credentials()::current, this);
    }

    void start() {
        current.start();
    }

    /** Ends the exchange at once; the receiver is not called any more. */
    void cancel() {
        current.cancel();
    }

    void pause() {
        paused = true;
        current.pause();
    }

    void resume() {
        paused = false;
        current.resume();
    }

    @Override
    public void finish() {
        current.finish();
    }

    @Override
    public void breakOff(Throwable thrown) {
        current.breakOff(thrown);
    }

    @Override
    public void onHead(HttpResponse head) {
        Credentials used = current.used();
        if (head.status().equals(HttpResponseStatus.UNAUTHORIZED) && !retried && used != null) {
            retry(used);
        } else {
            receiver.onHead(head);
        }
    }

    private void retry(Credentials rejected) {
        retried = true;
        current.finish();
        current = new HttpExchange(
                loop, wiring, pool, request, () -> wiring.credentials().afterRejection(rejected), this);
        if (paused) {
            current.pause();
        }
        current.start();
    }

    @Override
    public void onContent(ByteBuf content) {
        receiver.onContent(content);
    }

    @Override
    public void onReadComplete() {
        receiver.onReadComplete();
    }

    @Override
    public void onEnd() {
        receiver.onEnd();
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        receiver.onFailure(failure);
    }
}
