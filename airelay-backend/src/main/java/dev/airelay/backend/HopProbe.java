package dev.airelay.backend;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Goes the way to an address step by step, over the same connectors as every other request, and tells how far it came.
 * Sends one GET without credentials. Safe for concurrent use.
 */
public final class HopProbe {

    /** What follows the head of the answer is of no interest. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024;

    private final BackendOptions options;
    private final Network network;

    /**
     * Creates a probe.
     *
     * @param options identity and time-outs; the base URL is not used
     * @param blockingWork runs name lookups, which block
     */
    public HopProbe(BackendOptions options, Outbound outbound, Executor blockingWork) {
        this.options = options;
        this.network = new Network(outbound, options.connectTimeout(), blockingWork);
    }

    /**
     * Goes there. May be called on any thread.
     *
     * @return the steps in order, completed on {@code loop} and never exceptionally; all but the last have succeeded
     * @throws IllegalArgumentException for a target that is not {@code http} or {@code https} with a host
     */
    public CompletionStage<List<HopResult>> run(EventLoop loop, URI target) {
        Endpoint endpoint = Endpoint.ofTarget(target);
        Connector connector = network.connector(endpoint);
        OneShot shot = new OneShot(
                loop,
                connector,
                new TransportFailures("The server", endpoint, connector.proxy()),
                new OneShot.Outgoing(
                        PlainHeads.get(endpoint, target, options),
                        null,
                        MAX_ANSWER_BYTES,
                        options.connectTimeout(),
                        options.connectTimeout().plus(options.firstByteTimeout())));
        List<HopResult> steps = new ArrayList<>();
        CompletionStage<List<HopResult>> result = shot.result().handle((answer, failure) -> {
            Hop last = steps.isEmpty() ? null : steps.get(steps.size() - 1).hop();
            steps.add(
                    answer == null
                            ? HopAdvice.failure(next(last, endpoint, connector.proxy()), withoutWrapper(failure))
                            : HopAdvice.answer(answer.head()));
            return List.copyOf(steps);
        });
        loop.execute(() -> shot.start((hop, detail) -> steps.add(HopResult.passed(hop, detail))));
        return result;
    }

    /** Returns the step that comes after those that succeeded. */
    private static Hop next(@Nullable Hop passed, Endpoint endpoint, @Nullable ProxyServer proxy) {
        List<Hop> way = new ArrayList<>(List.of(Hop.values()));
        if (proxy == null) {
            way.remove(Hop.PROXY);
        }
        if (!endpoint.tls()) {
            way.remove(Hop.TLS);
        }
        return way.get(Math.min(way.indexOf(passed) + 1, way.size() - 1));
    }

    private static @Nullable Throwable withoutWrapper(@Nullable Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
