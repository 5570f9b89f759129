package dev.airelay.server;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.server.generation.GenerationExchange;
import dev.airelay.server.generation.ResponseHeadWriter;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.trace.Disclosure;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.FailureDetails;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.LiveLimits;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a generation's answer: a connection, and an upstream call that records what is done to it. */
public final class GenerationRig {

    public static final UpstreamHead OPENED = new UpstreamHead(Map.of());

    public final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    public final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    final MemoryBudget memory = new MemoryBudget(1 << 20);
    public final AnswerBounds bounds = new AnswerBounds(1 << 20, memory, Duration.ofSeconds(1));
    public final List<String> upstreamCalls = new ArrayList<>();

    /** Returns a call that records what is done to it, with its number. */
    public CallHandle call(int number) {
        return new CallHandle() {
            @Override
            public void cancel() {
                upstreamCalls.add("cancel " + number);
            }

            @Override
            public void pause() {
                upstreamCalls.add("pause " + number);
            }

            @Override
            public void resume() {
                upstreamCalls.add("resume " + number);
            }
        };
    }

    /** Starts an answer that comes from this many calls, and returns their sinks. */
    public List<UpstreamSink> start(GenerationExchange exchange, int calls) {
        List<UpstreamSink> sinks = new ArrayList<>();
        List<GenerationCalls.Call> planned = new ArrayList<>();
        for (int number = 0; number < calls; number++) {
            CallHandle call = call(number);
            planned.add((meter, sink) -> {
                sinks.add(sink);
                return call;
            });
        }
        exchange.start(planned, bounds);
        return sinks;
    }

    public static UpstreamEvent event(String type) {
        return json("{\"type\":\"" + type + "\"}");
    }

    /** Returns the event that this is. */
    public static UpstreamEvent json(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    public ResponseHeadWriter head(HttpVersion version) {
        InstantSource clock = InstantSource.system();
        HttpRequest head = new DefaultHttpRequest(version, HttpMethod.POST, "/x/1");
        return new ResponseHeadWriter(
                RequestContexts.request(head, (request, context) -> Exchange.ANSWERED, new ConnectionState()),
                ctx,
                new Disclosure(List.of("seed", "user"), List.of("stop")),
                new FailureDetails(new LiveLimits(clock), clock));
    }

    /** Returns a failure that may pass by itself. */
    public static UpstreamException unreachable() {
        return new UpstreamException(UpstreamFailure.server(502, "upstream_unreachable", "It is not there."), null);
    }

    /** Returns the failure of a call without a login: the status is 503. */
    public static UpstreamException notLoggedIn() {
        return new UpstreamException(
                new UpstreamFailure(
                        UpstreamFailure.Kind.SERVER,
                        503,
                        new ApiError("Sign in.", ApiError.UPSTREAM_AUTH, null, "upstream_auth_missing"),
                        Optional.empty()),
                null);
    }

    /** Takes the pieces of body that were written; the end of the body is {@code "END"}. */
    public List<String> writtenPieces() {
        List<String> pieces = new ArrayList<>();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            ByteBuf content = ((HttpContent) next).content();
            if (content.isReadable()) {
                pieces.add(content.toString(StandardCharsets.UTF_8));
            }
            content.release();
            if (next instanceof LastHttpContent) {
                pieces.add("END");
            }
        }
        return pieces;
    }
}
