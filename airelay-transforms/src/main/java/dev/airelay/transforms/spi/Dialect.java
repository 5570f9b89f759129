package dev.airelay.transforms.spi;

/**
 * One client-facing generation API: how its requests become an upstream request and how the upstream's events become
 * its replies.
 *
 * <p>Implementations are stateless and safe for concurrent use.
 */
public interface Dialect extends Translator<Translation> {

    /** How the items of a stream are told apart. The dialect's encoder writes them. */
    enum Framing {
        /** Server-sent events. */
        SSE("text/event-stream; charset=utf-8"),
        /** One JSON object in each line. */
        NDJSON("application/x-ndjson");

        private final String contentType;

        Framing(String contentType) {
            this.contentType = contentType;
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
