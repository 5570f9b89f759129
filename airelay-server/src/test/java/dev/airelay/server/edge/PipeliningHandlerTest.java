package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeliningHandlerTest {

    private static final int MIB = 1 << 20;

    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection, new HttpServerKeepAliveHandler(), connection.responses(), new PipeliningHandler(connection));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private List<String> passed() {
        List<String> targets = new ArrayList<>();
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            if (next instanceof HttpRequest request) {
                targets.add(request.uri());
            } else if (next instanceof HttpContent content) {
                targets.add(content instanceof LastHttpContent ? "end" : "piece");
                content.release();
            }
        }
        return targets;
    }

    private FullHttpResponse respond(int status) {
        FullHttpResponse answer = response(status);
        channel.writeOutbound(answer);
        return answer;
    }

    @Test
    void requestsSentAheadWaitForTheAnswersBefore() {
        channel.writeInbound(request("GET", "/1"), end(""), request("GET", "/2"), end(""), request("GET", "/3"));

        assertThat(passed()).containsExactly("/1", "end");
        respond(200);
        assertThat(passed()).containsExactly("/2", "end");
        respond(200);
        assertThat(passed()).containsExactly("/3");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void restOfABodyThatIsAlreadyAnsweredIsDroppedAndTheConnectionStaysUsable() {
        channel.writeInbound(request("POST", "/1"));
        respond(401);
        passed();
        HttpContent piece = piece("unwanted");
        HttpContent end = end("too");

        channel.writeInbound(piece, end, request("GET", "/2"));

        assertThat(piece.refCnt()).isZero();
        assertThat(end.refCnt()).isZero();
        assertThat(passed()).containsExactly("/2");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void nextRequestWaitsForTheEndOfADroppedBody() {
        channel.writeInbound(request("POST", "/1"), piece("a"));
        assertThat(passed()).containsExactly("/1", "piece");

        respond(413);
        channel.writeInbound(piece("b"));

        assertThat(passed()).isEmpty();
        channel.writeInbound(end(""), request("GET", "/2"));
        assertThat(passed()).containsExactly("/2");
    }

    @Test
    void connectionIsNotKeptBeyondTheDrainLimit() {
        ByteBuf block = Unpooled.buffer(MIB).writeZero(MIB);
        channel.writeInbound(request("POST", "/1"));
        respond(413);
        for (int i = 0; i < 128; i++) {
            channel.writeInbound(new DefaultHttpContent(block.retainedSlice()));
        }
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(piece("x"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(block.refCnt()).isEqualTo(1);
        block.release();
    }

    @Test
    void drainLimitCountsPerRequest() {
        ByteBuf block = Unpooled.buffer(MIB).writeZero(MIB);
        for (int round = 0; round < 2; round++) {
            channel.writeInbound(request("POST", "/" + round));
            respond(413);
            for (int i = 0; i < 100; i++) {
                channel.writeInbound(new DefaultHttpContent(block.retainedSlice()));
            }
            channel.writeInbound(end(""));
        }

        assertThat(channel.isOpen()).isTrue();
        block.release();
    }

    @Test
    void droppedBodyThatCannotBeDecodedEndsTheConnection() {
        channel.writeInbound(request("POST", "/1"));
        respond(401);
        LastHttpContent broken = end("");
        broken.setDecoderResult(DecoderResult.failure(new NumberFormatException("chunk size")));

        channel.writeInbound(broken);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void finalAnswerInsteadOf100ContinueEndsTheConnection() {
        channel.writeInbound(request("POST", "/1", "Expect", "100-continue"));

        FullHttpResponse answer = respond(401);

        assertThat(answer.headers().get("connection")).isEqualTo("close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerAfter100ContinueKeepsTheConnection() {
        channel.writeInbound(request("POST", "/1", "Expect", "100-continue"));
        respond(100);
        channel.writeInbound(end("body"));

        FullHttpResponse answer = respond(200);

        assertThat(answer.headers().contains("connection")).isFalse();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void interimAnswerDoesNotLetTheNextRequestPass() {
        channel.writeInbound(request("POST", "/1", "Expect", "100-continue"));
        respond(100);
        channel.writeInbound(end("body"), request("GET", "/2"));

        assertThat(passed()).containsExactly("/1", "end");
        assertThat(connection.responseBegun()).isFalse();
    }

    @Test
    void requestBehindTheLastOneOfAConnectionIsNotProcessed() {
        channel.writeInbound(request("GET", "/1", "Connection", "close"), end(""), request("POST", "/2"), end("body"));

        respond(200);

        assertThat(passed()).containsExactly("/1", "end");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void waitingMessagesAreReleasedWhenTheConnectionEnds() {
        HttpContent waiting = piece("waiting");
        channel.writeInbound(request("POST", "/1"), end(""), request("POST", "/2"), waiting);
        assertThat(waiting.refCnt()).isEqualTo(1);

        channel.close();
        channel.runPendingTasks();

        assertThat(waiting.refCnt()).isZero();
    }

    @Test
    void readingStopsWhileTooManyMessagesWait() {
        channel.writeInbound(request("GET", "/1"), end(""));
        for (int i = 0; i < 128; i++) {
            channel.writeInbound(request("POST", "/ahead"), LastHttpContent.EMPTY_LAST_CONTENT);
        }
        assertThat(channel.config().isAutoRead()).isTrue();

        channel.writeInbound(request("POST", "/ahead"));
        assertThat(channel.config().isAutoRead()).isFalse();

        respond(200);
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
