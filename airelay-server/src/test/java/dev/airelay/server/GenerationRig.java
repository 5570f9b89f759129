package dev.airelay.server;

import dev.airelay.auth.AuthFailure;
import dev.airelay.backend.BackendOptions;
import dev.airelay.backend.CodexClient;
import dev.airelay.backend.UpstreamCall;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.ObjectEncoder;
import dev.airelay.transforms.Reply;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a generation's answer needs around it: a connection, and an upstream call that notes what it is told. */
final class GenerationRig {

    static final UpstreamHead OPENED = new UpstreamHead(Map.of());

    final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    final List<String> upstreamTold = new ArrayList<>();
    final UpstreamCall call = new UpstreamCall() {
        @Override
        public void cancel() {
            upstreamTold.add("cancel");
        }

        @Override
        public void pause() {
            upstreamTold.add("pause");
        }

        @Override
        public void resume() {
            upstreamTold.add("resume");
        }
    };

    static UpstreamEvent event(String type) {
        byte[] json = ("{\"type\":\"" + type + "\"}").getBytes(StandardCharsets.UTF_8);
        return UpstreamEvent.parse(json).orElseThrow();
    }

    ReplyHead head(HttpVersion version) {
        Translation translation = new Translation(
                new CodexRequest(JsonNodeFactory.instance.objectNode(), "session"),
                true,
                List.of("seed", "user"),
                List.of("stop"),
                new NoReply());
        return new ReplyHead(ctx, version, translation);
    }

    /** Returns the failure of a call without a login: the status is 503. */
    static UpstreamException notLoggedIn() {
        EmbeddedChannel loop = new EmbeddedChannel();
        try (CodexClient client = new CodexClient(
                BackendOptions.defaults(URI.create("http://127.0.0.1:9")),
                () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception()),
                InstantSource.system(),
                Runnable::run)) {
            CompletableFuture<Throwable> failed = client.models(loop.eventLoop())
                    .<Throwable>handle((models, failure) -> failure)
                    .toCompletableFuture();
            loop.runPendingTasks();
            return (UpstreamException) failed.join();
        } finally {
            loop.finishAndReleaseAll();
        }
    }

    /** Takes the pieces of body that were written; the end of the body is {@code "END"}. */
    List<String> writtenPieces() {
        List<String> pieces = new ArrayList<>();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            if (next == LastHttpContent.EMPTY_LAST_CONTENT) {
                pieces.add("END");
            } else {
                ByteBuf content = ((HttpContent) next).content();
                pieces.add(content.toString(StandardCharsets.UTF_8));
                content.release();
            }
        }
        return pieces;
    }

    private static final class NoReply implements Reply {

        @Override
        public StreamEncoder streamEncoder() {
            throw new UnsupportedOperationException("the encoder is given to the exchange directly");
        }

        @Override
        public ObjectEncoder objectEncoder() {
            throw new UnsupportedOperationException("the encoder is given to the exchange directly");
        }
    }
}
