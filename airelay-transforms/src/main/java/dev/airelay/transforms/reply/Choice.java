package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonText;

/** Writes one choice of a stream. */
public interface Choice {

    /** Writes the beginning of the choice. */
    void begin();

    /** Writes the beginning of a call for the client. */
    void call(ItemState call);

    /** Writes a piece of text, unless a stop sequence ended the choice. */
    void text(ItemState item, PartState part, JsonText text);

    /** Ends an item, which has no more text, unless a stop sequence ended the choice. */
    default void finished(ItemState item) {}

    /** Returns whether a stop sequence ended the choice: later output of the model does not belong to it. */
    boolean cut();

    /** Writes held-back text, and everything that must precede the finish reason. */
    void close();

    /**
     * Writes the finish reason, and nothing after it.
     *
     * @param reason why the choice ended, according to the upstream
     */
    void finish(EndReason reason);
}
