package dev.airelay.transforms;

/** Makes the encoder for one answer; which of the two is used depends on {@link Translation#stream()}. */
public interface Reply {

    /** Returns a fresh encoder that turns upstream events into the dialect's event stream. */
    StreamEncoder streamEncoder();

    /** Returns a fresh encoder that turns upstream events into the dialect's one JSON object. */
    ObjectEncoder objectEncoder();
}
