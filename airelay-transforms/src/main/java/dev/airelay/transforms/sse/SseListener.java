package dev.airelay.transforms.sse;

/** Receives the events of an {@link SseParser}, on the thread that feeds the parser. */
public interface SseListener {

    /**
     * Called for each dispatched event that has data: the {@code data:} lines joined by line feeds, not checked to be valid
     * UTF-8. They are valid only during the call; a listener that needs them longer copies them.
     *
     * @param name the {@code event:} field, empty if there was none
     * @param bytes contain the data; must not be changed
     * @param from offset of the data's first byte
     * @param to offset after its last byte
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
     * Called if an event exceeds the parser's limit.
     *
     * @return true to skip the rest of it, so that it ends as one without data; false to end the stream with an {@link
     *     SseLimitExceededException}
     */
    default boolean onTooLarge() {
        return false;
    }

    /** Called for each comment line, which has no meaning except to keep the stream alive. */
    default void onComment() {}
}
