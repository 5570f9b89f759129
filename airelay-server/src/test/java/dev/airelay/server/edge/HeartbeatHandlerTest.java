package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.HttpMessages;
import dev.airelay.server.generation.ResponseHeadWriter;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.StreamHead;
import dev.airelay.transforms.spi.Dialect;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatHandlerTest {

    private static final String COMMENT = ": keep-alive\n\n";

    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection, new HeartbeatHandler(connection, Duration.ofSeconds(15)), connection.responses());

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private List<String> written() {
        List<String> written = new ArrayList<>();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            if (next instanceof HttpContent content) {
                written.add(content.content().toString(StandardCharsets.UTF_8));
                content.release();
            } else {
                written.add("head");
            }
        }
        return written;
    }

    private static HttpResponse stream() {
        return ResponseHeadWriter.streamHead(HttpVersion.HTTP_1_1, Dialect.Framing.SSE);
    }

    @Test
    void everySilenceOfAStreamGetsAComment() {
        channel.writeOutbound(stream());
        pass(14);
        assertThat(written()).containsExactly("head");

        pass(1);
        assertThat(written()).containsExactly(COMMENT);

        pass(15);
        assertThat(written()).containsExactly(COMMENT);
    }

    @Test
    void activeStreamGetsNoComments() {
        channel.writeOutbound(stream());
        for (int round = 0; round < 5; round++) {
            pass(14);
            channel.writeOutbound(piece("data: x\n\n"));
        }

        assertThat(written()).doesNotContain(COMMENT).hasSize(6);
    }

    @Test
    void nothingComesBehindTheEnd() {
        channel.writeOutbound(stream());
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        written();
        pass(100);

        assertThat(written()).isEmpty();
    }

    @Test
    void nothingComesBeforeTheHead() {
        pass(100);

        assertThat(written()).isEmpty();
    }

    @Test
    void onlyEventStreamsWithoutALengthGetComments() {
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        pass(100);
        HttpResponse file = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        file.headers().set("content-type", "text/event-stream").set("content-length", 100);
        channel.writeOutbound(file);
        pass(100);

        assertThat(written()).containsExactly("head", "head");
    }

    @Test
    void streamOfAnthropicsApiGetsPings() {
        channel.writeOutbound(new StreamHead(Dialect.Framing.SSE_WITH_PINGS));
        written();

        pass(15);
        assertThat(written()).containsExactly("event: ping\ndata: {\"type\": \"ping\"}\n\n");
    }

    @Test
    void clientThatIsBehindGetsNone() {
        channel.writeOutbound(stream());
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        written();

        pass(15);
        assertThat(written()).isEmpty();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        pass(15);
        assertThat(written()).containsExactly(COMMENT);
    }

    @Test
    void zeroIsNever() {
        ConnectionState other = new ConnectionState();
        EmbeddedChannel silent =
                new EmbeddedChannel(other, new HeartbeatHandler(other, Duration.ZERO), other.responses());
        silent.freezeTime();
        silent.writeOutbound(stream());
        silent.advanceTimeBy(1, TimeUnit.HOURS);
        silent.runScheduledPendingTasks();

        assertThat(silent.outboundMessages()).hasSize(1);
        silent.finishAndReleaseAll();
    }

    private void ask(HttpVersion version) {
        HttpRequest request = HttpMessages.request("POST", "/v1/responses");
        request.setProtocolVersion(version);
        channel.writeInbound(request);
    }

    private void endInput() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private void passMillis(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private List<String> writtenWithStatus() {
        List<String> written = new ArrayList<>();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            if (next instanceof HttpResponse head) {
                written.add(head.status().toString());
            } else if (next instanceof HttpContent content) {
                written.add(content.content().toString(StandardCharsets.UTF_8));
            }
            ReferenceCountUtil.release(next);
        }
        return written;
    }

    @Test
    void asksTwiceWhetherClientThatEndedItsSideIsThere() {
        ask(HttpVersion.HTTP_1_1);
        endInput();
        passMillis(499);
        assertThat(writtenWithStatus()).isEmpty();

        passMillis(1);
        assertThat(writtenWithStatus()).containsExactly("100 Continue");
        passMillis(500);
        assertThat(writtenWithStatus()).containsExactly("100 Continue");
        passMillis(13_999);
        assertThat(writtenWithStatus()).isEmpty();
        passMillis(1);
        assertThat(writtenWithStatus()).containsExactly("100 Continue");
    }

    @Test
    void asksWithWhiteSpaceWithinStreamOfLines() {
        ask(HttpVersion.HTTP_1_1);
        channel.writeOutbound(new StreamHead(Dialect.Framing.NDJSON));
        pass(100);
        assertThat(writtenWithStatus())
                .as("a client that is there gets nothing")
                .containsExactly("200 OK");

        endInput();
        passMillis(500);
        passMillis(500);

        assertThat(writtenWithStatus()).containsExactly(" ", " ");
        pass(15);
        assertThat(writtenWithStatus()).containsExactly(" ");
    }

    @Test
    void asksWithCommentsWithinStream() {
        ask(HttpVersion.HTTP_1_1);
        channel.writeOutbound(stream());
        endInput();

        passMillis(500);
        passMillis(500);

        assertThat(writtenWithStatus()).containsExactly("200 OK", COMMENT, COMMENT);
    }

    @Test
    void whatIsWrittenAnywayAsksToo() {
        ask(HttpVersion.HTTP_1_1);
        channel.writeOutbound(stream());
        endInput();
        for (int round = 0; round < 5; round++) {
            passMillis(400);
            channel.writeOutbound(piece("data: x\n\n"));
        }

        assertThat(writtenWithStatus()).doesNotContain(COMMENT).hasSize(6);
    }

    @Test
    void asksWithoutHeartbeatToo() {
        ConnectionState other = new ConnectionState();
        EmbeddedChannel silent =
                new EmbeddedChannel(other, new HeartbeatHandler(other, Duration.ZERO), other.responses());
        silent.freezeTime();
        silent.writeInbound(HttpMessages.request("POST", "/v1/responses"));
        silent.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        silent.advanceTimeBy(500, TimeUnit.MILLISECONDS);
        silent.runScheduledPendingTasks();

        assertThat(silent.outboundMessages()).hasSize(1);
        silent.finishAndReleaseAll();
    }

    @Test
    void writesNoInterimHeadInTheOldProtocol() {
        ask(HttpVersion.HTTP_1_0);
        endInput();

        passMillis(50_000);

        assertThat(writtenWithStatus()).isEmpty();
    }

    @Test
    void sendsNothingWithoutPendingResponse() {
        ask(HttpVersion.HTTP_1_1);
        channel.writeOutbound(HttpMessages.response(200));
        endInput();
        writtenWithStatus();

        passMillis(5_000);

        assertThat(writtenWithStatus()).isEmpty();
    }

    @Test
    void writesNothingIntoAnswerOfAnotherKind() {
        ask(HttpVersion.HTTP_1_1);
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        endInput();

        passMillis(5_000);

        assertThat(writtenWithStatus()).containsExactly("200 OK");
    }
}
