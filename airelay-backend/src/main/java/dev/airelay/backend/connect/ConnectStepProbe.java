package dev.airelay.backend.connect;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Connects to an address step by step, with the same connectors as every other request, and reports each step. Sends one GET
 * without credentials. Safe for concurrent use.
 */
public final class ConnectStepProbe {

    /** The body of the response does not matter. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024;

    private final BackendOptions options;
    private final Network network;

    /**
     * Creates a probe.
     *
     * @param options identity and time-outs; the base URL is not used
     * @param blockingWork runs name lookups and reads CA certificates, which both block
     */
    public ConnectStepProbe(BackendOptions options, Outbound outbound, Executor blockingWork) {
        this.options = options;
        this.network = new Network(outbound, options.connectTimeout(), blockingWork);
    }

    /**
     * Runs the probe. May be called on any thread.
     *
     * @return the steps in order, completed on {@code loop} and never exceptionally; all but the last have succeeded
     * @throws IllegalArgumentException for a target that is not {@code http} or {@code https} with a host
     */
    public CompletionStage<List<ConnectStepResult>> run(EventLoop loop, URI target) {
        Endpoint endpoint = Endpoint.ofTarget(target);
        Connector connector = network.connector(endpoint);
        SingleRequest shot = new SingleRequest(
                loop,
                connector,
                new TransportFailures("The server", endpoint, connector.proxy()),
                new SingleRequest.Outgoing(
                        PlainHeads.get(endpoint, target, options),
                        null,
                        MAX_ANSWER_BYTES,
                        options.connectTimeout(),
                        options.connectTimeout().plus(options.firstByteTimeout())));
        List<ConnectStepResult> steps = new ArrayList<>();
        CompletionStage<List<ConnectStepResult>> result = shot.result().handle((answer, failure) -> {
            ConnectStep last =
                    steps.isEmpty() ? null : steps.get(steps.size() - 1).hop();
            steps.add(
                    answer == null
                            ? ConnectHint.failure(next(last, endpoint, connector.proxy()), withoutWrapper(failure))
                            : ConnectHint.answer(answer.head()));
            return List.copyOf(steps);
        });
        loop.execute(() -> shot.start((hop, detail) -> steps.add(ConnectStepResult.passed(hop, detail))));
        return result;
    }

    /** Returns the step that comes after those that succeeded. */
    private static ConnectStep next(@Nullable ConnectStep passed, Endpoint endpoint, @Nullable ProxyServer proxy) {
        List<ConnectStep> way = new ArrayList<>(List.of(ConnectStep.values()));
        if (proxy == null) {
            way.remove(ConnectStep.PROXY);
        }
        if (!endpoint.tls()) {
            way.remove(ConnectStep.TLS);
        }
        return way.get(Math.min(way.indexOf(passed) + 1, way.size() - 1));
    }

    private static @Nullable Throwable withoutWrapper(@Nullable Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
