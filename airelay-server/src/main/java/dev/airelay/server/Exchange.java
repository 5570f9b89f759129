package dev.airelay.server;

/**
 * One request being answered, as far as the connection has something to tell it.
 *
 * <p>All calls come on the event loop; they may also come after the answer is complete and then have no effect.
 */
interface Exchange {

    /** The exchange of an answer that is already written. */
    Exchange ANSWERED = new Exchange() {};

    /** The client has gone: stop at once, write nothing. */
    default void onClientGone() {}

    /** The client takes bytes slower or faster than they come. */
    default void onWritabilityChanged(boolean writable) {}
}
