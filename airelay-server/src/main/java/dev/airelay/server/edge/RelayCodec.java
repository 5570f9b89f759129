package dev.airelay.server.edge;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.http.ConnectionState;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decodes requests strictly and encodes responses: to HEAD without a body, to HTTP/1.0 with {@code keep-alive} if the client
 * requested it. Netty's own codec does not accept another decoder.
 */
final class RelayCodec extends CombinedChannelDuplexHandler<StrictRequestDecoder, HttpResponseEncoder> {

    RelayCodec(RelayConfig config) {
        Deque<Asked> asked = new ArrayDeque<>();
        init(new StrictRequestDecoder(decoding(config), head -> asked.add(Asked.of(head))), new AnswerEncoder(asked));
    }

    private static HttpDecoderConfig decoding(RelayConfig config) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(config.get(ConfigKeys.MAX_REQUEST_LINE_BYTES))
                .setMaxHeaderSize(config.get(ConfigKeys.MAX_HEADER_BYTES))
                .setStrictLineParsing(true)
                .setAllowDuplicateContentLengths(false);
    }

    /**
     * The facts on which the encoding of a response depends.
     *
     * @param bodiless whether the request was HEAD
     * @param keepAliveSaid whether the client closes the connection unless the response says {@code keep-alive}
     */
    private record Asked(boolean bodiless, boolean keepAliveSaid) {
        static Asked of(HttpRequest head) {
            return new Asked(
                    head.method().equals(HttpMethod.HEAD),
                    head.protocolVersion().equals(HttpVersion.HTTP_1_0) && HttpUtil.isKeepAlive(head));
        }
    }

    private static final class AnswerEncoder extends HttpResponseEncoder {

        private final Deque<Asked> asked;

        AnswerEncoder(Deque<Asked> asked) {
            this.asked = asked;
        }

        /** Called once for each response, in the order of the requests and before its headers are written. */
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse answer) {
            if (ConnectionState.isInterim(answer)) {
                return super.isContentAlwaysEmpty(answer);
            }
            Asked request = asked.poll();
            if (request == null) {
                return super.isContentAlwaysEmpty(answer);
            }
            if (request.keepAliveSaid() && !answer.headers().contains(HttpHeaderNames.CONNECTION)) {
                answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
            return request.bodiless() || super.isContentAlwaysEmpty(answer);
        }
    }
}
