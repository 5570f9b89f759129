package dev.airelay.transforms.spi;

import java.util.Optional;

/**
 * One client-facing generation API: how its requests become an upstream request and how the upstream's events become
 * its replies.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 */
public interface Dialect extends Translator<Translation> {

    /** How the items of a stream are separated. The dialect's encoder writes them. */
    enum Framing {
        /** Server-sent events. A silent stream is kept alive by comments. */
        SSE("text/event-stream; charset=utf-8", ": keep-alive\n\n"),
        /** Server-sent events in the form of Anthropic's API. A silent stream is kept alive by {@code ping} events. */
        SSE_WITH_PINGS(SSE.contentType, "event: ping\ndata: {\"type\": \"ping\"}\n\n"),
        /** One JSON object in each line. There is no keep-alive that every client ignores. */
        NDJSON("application/x-ndjson", "");

        private final String contentType;
        private final String keepAlive;

        /** White space before a JSON text has no meaning. */
        private static final String WHITE_SPACE = " ";

        Framing(String contentType, String keepAlive) {
            this.contentType = contentType;
            this.keepAlive = keepAlive;
        }

        /** Returns the framing of a response with this {@code Content-Type}; empty when it is not a stream. */
        public static Optional<Framing> of(String contentType) {
            return contentType.equals(SSE.contentType)
                    ? Optional.of(SSE)
                    : contentType.equals(NDJSON.contentType) ? Optional.of(NDJSON) : Optional.empty();
        }

        /** Returns the keep-alive for a silent stream; empty if there is none. */
        public String keepAlive() {
            return keepAlive;
        }

        /**
         * Returns the bytes written into a silent stream to check whether a client that has closed its side is still there:
         * the keep-alive, or white space before the next item. The latter is only for these clients, because it would
         * confuse a program that treats each piece of the body as a whole item.
         */
        public String probe() {
            return keepAlive.isEmpty() ? WHITE_SPACE : keepAlive;
        }

        /** Returns the {@code Content-Type} of a stream. */
        public String contentType() {
            return contentType;
        }
    }

    /** Returns the dialect's short name, for example {@code chat}. */
    String name();

    /** Returns the framing of the dialect's streams. */
    default Framing framing() {
        return Framing.SSE;
    }
}
