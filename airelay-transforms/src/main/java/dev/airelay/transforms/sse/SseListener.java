package dev.airelay.transforms.sse;

/** Receives what an {@link SseParser} finds, on the thread that feeds the parser. */
public interface SseListener {

    /**
     * Called for each dispatched event that has data.
     *
     * @param name the {@code event:} field, empty when there was none
     * @param data the {@code data:} lines joined by line feeds, not checked to be valid UTF-8; owned by the listener
     */
    void onEvent(String name, byte[] data);

    /** Called for each comment line: a sign of life that carries nothing. */
    default void onComment() {}
}
