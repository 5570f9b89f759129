package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Which item, and which part of it, an event is about.
 *
 * @param outputIndex the item's place in the output, or {@link #NONE}
 * @param itemId the item's id as it stands, or null
 * @param partIndex the part's place in the item; 0 where the event does not say
 */
public record Route(int outputIndex, @Nullable JsonText itemId, int partIndex) {

    /** No output index was given. */
    public static final int NONE = -1;
}
