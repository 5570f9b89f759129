package dev.airelay.transforms.sse;

/** Receives what an {@link SseParser} finds, on the thread that feeds the parser. */
public interface SseListener {

    /**
     * Called for each dispatched event that has data: the {@code data:} lines joined by line feeds, not checked to be valid
     * UTF-8. They are lent for the call; a listener that keeps them copies them.
     *
     * @param name the {@code event:} field, empty when there was none
     * @param bytes hold the data; must not be changed
     * @param from offset of the data's first byte
     * @param to offset behind its last byte
     */
    void onEvent(String name, byte[] bytes, int from, int to);

    /**
     * Called for each blank line that ends an event without data, or none.
     *
     * @param name the {@code event:} field, empty when there was none
     */
    default void onEmptyEvent(String name) {}

    /** Called for each line that is neither a comment nor a field of the standard, such as those of an error page. */
    default void onUnknownLine(byte[] line) {}

    /**
     * Called when an event is larger than the parser may hold.
     *
     * @return true to skip the rest of it, so that it ends as one without data; false to end the stream with an {@link
     *     SseLimitExceededException}
     */
    default boolean onTooLarge() {
        return false;
    }

    /** Called for each comment line: a sign of life that carries nothing. */
    default void onComment() {}
}
