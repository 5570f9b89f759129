package dev.airelay.server;

import dev.airelay.backend.UpstreamCall;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a generation's answer needs around it: a connection, and an upstream call that notes what it is told. */
final class GenerationRig {

    static final UpstreamHead OPENED = new UpstreamHead(Map.of());

    final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    final MemoryBudget memory = new MemoryBudget(1 << 20);
    final AnswerBounds bounds = new AnswerBounds(1 << 20, memory, Duration.ofSeconds(1));
    final List<String> upstreamTold = new ArrayList<>();

    /** Returns a call that notes what it is told, with its number. */
    UpstreamCall call(int number) {
        return new UpstreamCall() {
            @Override
            public void cancel() {
                upstreamTold.add("cancel " + number);
            }

            @Override
            public void pause() {
                upstreamTold.add("pause " + number);
            }

            @Override
            public void resume() {
                upstreamTold.add("resume " + number);
            }
        };
    }

    /** Starts an answer that comes from this many calls, and returns their sinks. */
    List<UpstreamSink> start(GenerationExchange exchange, int calls) {
        List<UpstreamSink> sinks = new ArrayList<>();
        List<CallOpener> openers = new ArrayList<>();
        for (int number = 0; number < calls; number++) {
            UpstreamCall call = call(number);
            openers.add(sink -> {
                sinks.add(sink);
                return call;
            });
        }
        exchange.start(openers, bounds);
        return sinks;
    }

    static UpstreamEvent event(String type) {
        return json("{\"type\":\"" + type + "\"}");
    }

    /** Returns the event that this is. */
    static UpstreamEvent json(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    ReplyHead head(HttpVersion version) {
        InstantSource clock = InstantSource.system();
        return new ReplyHead(
                ctx,
                version,
                new Disclosure(List.of("seed", "user"), List.of("stop")),
                new FailureAnswers(new LiveLimits(clock), clock));
    }

    /** Returns a failure that may pass by itself. */
    static UpstreamException unreachable() {
        return new UpstreamException(UpstreamFailure.server(502, "upstream_unreachable", "It is not there."), null);
    }

    /** Returns the failure of a call without a login: the status is 503. */
    static UpstreamException notLoggedIn() {
        return new UpstreamException(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        503,
                        new ApiError("Sign in.", ApiError.UPSTREAM_AUTH, null, "upstream_auth_missing"),
                        Optional.empty()),
                null);
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
}
