package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.ApiError;
import tools.jackson.databind.node.ObjectNode;

/** Writes what belongs to a stream as a whole and not to one of its choices. */
public interface ChoiceWriter {

    /** Sets where the next frames go. */
    void direct(ByteSink sink);

    /** Takes the head of all frames from a response object; told before the first frame. */
    void learn(ObjectNode response);

    /** Writes the usage, which stands alone. */
    void usage(ObjectNode usage);

    /** Writes an error in the place of a frame. */
    void error(ApiError error);

    /** Writes the end of the stream. */
    void done();
}
