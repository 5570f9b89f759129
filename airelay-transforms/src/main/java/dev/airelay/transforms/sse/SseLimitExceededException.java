package dev.airelay.transforms.sse;

/** Thrown by {@link SseParser} if an event exceeds the parser's limit. */
public final class SseLimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SseLimitExceededException(int maxEventBytes) {
        super("a server-sent event exceeds " + maxEventBytes + " bytes", null, false, false);
    }
}
