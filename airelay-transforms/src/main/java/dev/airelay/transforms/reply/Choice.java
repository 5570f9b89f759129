package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonText;

/** Writes one choice of a stream. */
public interface Choice {

    /** Writes what every choice begins with. */
    void begin();

    /** Writes the beginning of a call for the client. */
    void call(ItemState call);

    /** Writes a piece of text, unless the choice was cut. */
    void text(ItemState item, PartState part, JsonText text);

    /** Takes the end of an item, of which no text follows, unless the choice was cut. */
    default void finished(ItemState item) {}

    /** Returns whether a stop sequence ended the choice: nothing that the model still says belongs to it. */
    boolean cut();

    /** Writes what was held back, and what must stand before the finish reason. */
    void close();

    /**
     * Writes the finish reason, and nothing after it.
     *
     * @param reason why the choice ended, by what the upstream says alone
     */
    void finish(EndReason reason);
}
