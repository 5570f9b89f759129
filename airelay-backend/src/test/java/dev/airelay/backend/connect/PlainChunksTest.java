package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of a chunked response must not depend on who decodes it, nor on how the bytes were split. */
class PlainChunksTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final int RESPONSES = 20_000;

    private final Random random = new Random(42);

    @Test
    void saysWhatTheCodecSays() {
        int complete = 0;
        for (int i = 0; i < RESPONSES; i++) {
            String response = response();
            String expected = byTheCodec(response);
            complete += expected.endsWith("|end") ? 1 : 0;
            assertThat(byTheConnection(response)).as(response).isEqualTo(expected);
        }
        assertThat(complete).isGreaterThan(RESPONSES / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000005\r\n",
                "00000005\r\n",
                "000000005\r\n",
                "5\n",
                "\r\n5\r\n",
                "\n5\r\n",
                "5\r\r\n",
                "5\rx\n",
                "\r\r\n",
                "g\r\n",
                "G\r\n",
                "@\r\n",
                "`\r\n",
                "/\r\n",
                ":\r\n",
                "5\u00e5\r\n",
                "5 \r\n",
                " 5\r\n",
                "-5\r\n",
                "0x5\r\n",
                "5;\r\n",
                "5;a=b\r\n",
                "fffffff\r\n",
                "10000000\r\n",
                "FFFFFFFFF\r\n",
                "0\r\n",
                "000\r\n"
            })
    void oddSizeIsTakenAsTheCodecTakesIt(String size) {
        String response = HEAD + "2\r\nab\r\n" + size + "hello\r\n0\r\n\r\n";
        String expected = byTheCodec(response);
        for (int i = 0; i < 20; i++) {
            assertThat(byTheConnection(response)).isEqualTo(expected);
        }
    }

    @Test
    void plainChunkMakesNoMessage() {
        Taken taken = new Taken();
        EmbeddedChannel channel = new EmbeddedChannel();
        connection(channel).attach(taken);
        request(channel);

        arrives(channel, HEAD + "5\r\nhello\r\n" + "A\r\n, my world\r\n");

        assertThat(taken.messages).as("the head").isEqualTo(1);
        assertThat(taken.text()).isEqualTo("hello, my world");
        arrives(channel, "0\r\n\r\n");
        assertThat(taken.messages).isEqualTo(2);
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void chunkThatIsLongerThanItSaysBreaksTheResponse() {
        assertThat(byTheConnection(HEAD + "3\r\nhello\r\n0\r\n\r\n")).isEqualTo("hel|broken");
    }

    @Test
    void anotherResponseMayFollowOnTheConnection() {
        EmbeddedChannel channel = new EmbeddedChannel();
        UpstreamConnection connection = connection(channel);
        for (String last : new String[] {"0\r\n\r\n", "0\r\ntrailer: x\r\n\r\n", "00;x=y\r\n\r\n"}) {
            Taken taken = new Taken();
            connection.attach(taken);
            request(channel);
            arrives(channel, HEAD + "2\r\nab\r\n");
            arrives(channel, "1;name=value\r\nc\r\n" + "1\r\nd\r\n" + last);
            assertThat(taken.text()).isEqualTo("abcd|end");
            connection.giveBack();
            channel.pipeline().fireChannelReadComplete();
        }
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    private String response() {
        StringBuilder response = new StringBuilder(
                        random.nextInt(8) == 0 ? "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" : "")
                .append(HEAD);
        for (int chunks = random.nextInt(6); chunks > 0; chunks--) {
            int size = 1 + random.nextInt(random.nextBoolean() ? 20 : 300);
            response.append(random.nextInt(6) == 0 ? "00" : "")
                    .append(
                            random.nextBoolean()
                                    ? Integer.toHexString(size)
                                    : Integer.toHexString(size).toUpperCase(java.util.Locale.ROOT))
                    .append(random.nextInt(8) == 0 ? ";name=value" : "")
                    .append("\r\n");
            for (int i = 0; i < size; i++) {
                response.append((char) (random.nextInt(12) == 0 ? '\n' : 'a' + random.nextInt(26)));
            }
            response.append("\r\n");
        }
        if (random.nextInt(10) > 0) {
            response.append(random.nextInt(4) == 0 ? "0\r\nx-trailer: y\r\n\r\n" : "0\r\n\r\n");
        }
        if (random.nextInt(5) == 0) {
            // Cut, as by a connection that breaks.
            response.setLength(HEAD.length() + random.nextInt(response.length() - HEAD.length() + 1));
        }
        return response.toString();
    }

    private static String byTheCodec(String response) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec());
        request(channel);
        channel.writeInbound(Unpooled.copiedBuffer(response, StandardCharsets.ISO_8859_1));
        channel.finish();
        Taken taken = new Taken();
        for (HttpObject message = channel.readInbound(); message != null; message = channel.readInbound()) {
            taken.onMessage(message);
            ReferenceCountUtil.release(message);
        }
        return taken.text();
    }

    private String byTheConnection(String response) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Taken taken = new Taken();
        connection(channel).attach(taken);
        request(channel);
        int at = 0;
        while (at < response.length()) {
            int end = Math.min(response.length(), at + 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            arrives(channel, response.substring(at, end));
            at = end;
        }
        channel.finishAndReleaseAll();
        return taken.text();
    }

    private static UpstreamConnection connection(EmbeddedChannel channel) {
        return UpstreamConnection.on(channel, new ConnectionPool(channel.eventLoop(), 2, Duration.ofSeconds(60)));
    }

    private static void request(EmbeddedChannel channel) {
        channel.writeOutbound(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"), LastHttpContent.EMPTY_LAST_CONTENT);
        channel.releaseOutbound();
    }

    private static void arrives(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    /** Takes a response: its content, and how it ended. */
    private static final class Taken implements ConnectionUser {

        private final StringBuilder content = new StringBuilder();
        private String end = "";
        private int messages;

        String text() {
            return content + end;
        }

        @Override
        public void onBytes() {}

        @Override
        public void onMessage(HttpObject message) {
            messages++;
            if (message.decoderResult().isFailure()) {
                end = "|broken";
            } else if (message instanceof HttpContent part && !(message instanceof HttpResponse)) {
                onContent(part.content());
                // An interim response ends too, before the content.
                end = part instanceof LastHttpContent ? "|end" : "";
            }
        }

        @Override
        public void onContent(ByteBuf piece) {
            content.append(piece.toString(StandardCharsets.US_ASCII));
            end = "";
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }
}
