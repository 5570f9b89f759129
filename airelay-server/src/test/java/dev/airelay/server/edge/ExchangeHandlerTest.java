package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.RequestContexts;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.RequestEvent;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeHandlerTest {

    private final List<String> calls = new ArrayList<>();
    private boolean endsInOrder;
    private final Exchange exchange = new Exchange() {
        @Override
        public void onClientGone() {
            calls.add("gone");
        }

        @Override
        public boolean onFailure(UpstreamException failure) {
            calls.add(String.valueOf(failure.failure().error().code()));
            return endsInOrder;
        }

        @Override
        public void onWritabilityChanged(boolean writable) {
            calls.add(writable ? "writable" : "full");
        }
    };
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(connection, connection.responses(), new ExchangeHandler(connection));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void accept(Endpoint endpoint) {
        RelayRequest request = RequestContexts.request(endpoint, "variable", connection);
        connection.request(request.context());
        channel.writeInbound(request);
    }

    private void fillUp() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        channel.write(Unpooled.buffer(64).writeZero(64));
        channel.runPendingTasks();
    }

    @Test
    void rejectionIsAnsweredWithItsStatusAndError() {
        accept((request, ctx) -> {
            throw RequestRejected.badRequest("model", "invalid_value", "No such thing.");
        });

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asString()).isEqualTo("model");
        assertThat(answer.errorCode()).isEqualTo("invalid_value");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void unexpectedExceptionIsAnswered500WithoutItsText() {
        accept((request, ctx) -> {
            throw new IllegalStateException("secret");
        });

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.errorCode()).isEqualTo("internal_error");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void requestThatTakesTheLastMemoryIsAnsweredAndItsConnectionEnds() {
        accept((request, ctx) -> {
            throw new OutOfMemoryError("Java heap space");
        });

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorCode()).isEqualTo("out_of_memory");
        assertThat(answer.headers().get("retry-after")).isEqualTo("1");
        assertThat(answer.headers().get("connection")).isEqualTo("close");
    }

    @Test
    void responseThatTakesTheLastMemoryIsAbandoned() {
        accept((request, ctx) -> {
            ctx.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
            return exchange;
        });
        Callbacks.guard(channel.pipeline().lastContext(), () -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(calls).containsExactly("out_of_memory", "gone");
        assertThat(channel.isOpen()).isFalse();
        channel.releaseOutbound();
    }

    @ParameterizedTest
    @CsvSource({"true, out_of_memory", "false, internal_error"})
    void endsBegunAnswerWithErrorInIt(boolean memory, String code) {
        endsInOrder = true;
        accept((request, ctx) -> {
            ctx.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
            return exchange;
        });
        Callbacks.guard(channel.pipeline().lastContext(), () -> {
            if (memory) {
                throw new OutOfMemoryError("Java heap space");
            }
            throw new IllegalStateException("a bug");
        });

        assertThat(calls).containsExactly(code);
        assertThat(channel.isOpen()).isTrue();
        channel.releaseOutbound();
    }

    @Test
    void exchangeRefusedNearerToTheSocketIsAbandoned() {
        accept((request, ctx) -> exchange);
        channel.pipeline().fireUserEventTriggered(Drain.Event.TIME_IS_UP);
        assertThat(calls).containsExactly("relay_stopping");

        channel.pipeline().fireUserEventTriggered(RequestEvent.REFUSED);

        assertThat(calls).containsExactly("relay_stopping", "gone");
    }

    @Test
    void secondExceptionIsNotAnsweredAgain() {
        accept((request, ctx) -> exchange);
        channel.pipeline().fireExceptionCaught(new IllegalStateException("first"));
        channel.pipeline().fireExceptionCaught(new IllegalStateException("second"));

        assertThat(answer(channel).status()).isEqualTo(500);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(calls).containsExactly("gone");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void exceptionAfterTheAnswerHasBegunEndsTheConnection() {
        accept((request, ctx) -> {
            ctx.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
            return exchange;
        });
        channel.pipeline().fireExceptionCaught(new IllegalStateException("broken"));

        assertThat(channel.<Object>readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
        assertThat(calls).containsExactly("internal_error", "gone");
    }

    @Test
    void connectionResetIsNotAnswered() {
        accept((request, ctx) -> exchange);
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));

        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
        assertThat(calls).containsExactly("gone");
    }

    @Test
    void exchangeIsNotifiedOnceOfADisconnect() {
        accept((request, ctx) -> exchange);
        channel.close();
        channel.pipeline().fireChannelInactive();

        assertThat(calls).containsExactly("gone");
    }

    @Test
    void onlyTheRunningExchangeIsNotified() {
        accept((request, ctx) -> exchange);
        accept((request, ctx) -> Exchange.ANSWERED);
        channel.close();

        assertThat(calls).isEmpty();
    }

    @Test
    void clientsPaceReachesTheExchange() {
        accept((request, ctx) -> exchange);

        fillUp();
        assertThat(calls).containsExactly("full");

        channel.flush();
        channel.runPendingTasks();
        assertThat(calls).containsExactly("full", "writable");
    }

    @Test
    void exchangeThatStartsOnAFullConnectionIsNotified() {
        fillUp();

        accept((request, ctx) -> exchange);

        assertThat(calls).containsExactly("full");
    }
}
