package dev.airelay.server;

import dev.airelay.config.ServerLimits;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decodes requests strictly and encodes answers: those to HEAD without their body. Netty's own codec takes no decoder. */
final class RelayCodec extends CombinedChannelDuplexHandler<StrictRequestDecoder, HttpResponseEncoder> {

    RelayCodec(ServerLimits limits) {
        Deque<HttpMethod> methods = new ArrayDeque<>();
        init(new StrictRequestDecoder(decoding(limits), methods), new AnswerEncoder(methods));
    }

    private static HttpDecoderConfig decoding(ServerLimits limits) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxRequestLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setStrictLineParsing(true)
                .setAllowDuplicateContentLengths(false);
    }

    private static final class AnswerEncoder extends HttpResponseEncoder {

        private final Deque<HttpMethod> methods;

        AnswerEncoder(Deque<HttpMethod> methods) {
            this.methods = methods;
        }

        /** Asked once for each answer, in the order of the requests. */
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse answer) {
            if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return super.isContentAlwaysEmpty(answer);
            }
            return HttpMethod.HEAD.equals(methods.poll()) || super.isContentAlwaysEmpty(answer);
        }
    }
}
