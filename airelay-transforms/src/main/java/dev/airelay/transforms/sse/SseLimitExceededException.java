package dev.airelay.transforms.sse;

/** Thrown by {@link SseParser} when one event is larger than the parser may hold. */
public final class SseLimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SseLimitExceededException(int maxEventBytes) {
        super("a server-sent event exceeds " + maxEventBytes + " bytes", null, false, false);
    }
}
