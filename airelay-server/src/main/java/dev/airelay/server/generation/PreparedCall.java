package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.base.JsonTrees;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces the upstream call of a turn that is only prepared ({@code "generate": false}): the output is empty, and nothing
 * is sent upstream, because a prepared turn cannot be continued over HTTP. Used on the client's event loop.
 */
final class PreparedCall implements CallHandle {

    private final UpstreamSink sink;
    private boolean over;

    private PreparedCall(UpstreamSink sink) {
        this.sink = sink;
    }

    /** Returns the call for a turn with this model. */
    static GenerationCalls.Call on(ChannelHandlerContext ctx, String model) {
        return (meter, sink) -> {
            PreparedCall call = new PreparedCall(sink);
            ctx.executor().execute(() -> Callbacks.guard(ctx, () -> call.run(model)));
            return call;
        };
    }

    private void run(String model) {
        if (over) {
            return;
        }
        sink.onOpen(new UpstreamHead(Map.of()));
        notifySink("response.created", response(model, "in_progress"));
        ObjectNode completed = response(model, "completed");
        completed
                .putObject("usage")
                .put("input_tokens", 0)
                .put("output_tokens", 0)
                .put("total_tokens", 0);
        notifySink("response.completed", completed);
        if (!over) {
            over = true;
            sink.onComplete();
        }
    }

    private void notifySink(String type, ObjectNode response) {
        if (!over) {
            ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
            event.set("response", response);
            byte[] json = JsonTrees.usual().write(event);
            UpstreamEvent.parse(json).ifPresent(sink::onEvent);
        }
    }

    private static ObjectNode response(String model, String status) {
        ObjectNode response = JsonNodeFactory.instance
                .objectNode()
                .put("object", "response")
                .put("model", model)
                .put("status", status);
        response.putArray("output");
        return response;
    }

    @Override
    public void cancel() {
        over = true;
    }

    @Override
    public void pause() {
        // There is nothing to hold back.
    }

    @Override
    public void resume() {
        // Nothing was held back.
    }
}
