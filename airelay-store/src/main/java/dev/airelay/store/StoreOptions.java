package dev.airelay.store;

import dev.airelay.store.conversation.ConversationLimits;
import dev.airelay.store.file.FileLimits;
import dev.airelay.store.response.ResponseLimits;
import java.nio.file.Path;

/**
 * The directory and the limits of the store.
 *
 * @param directory the store's own; created if missing, and no other process may use it at the same time
 * @param files limits of files and uploads
 * @param responses limits of stored responses
 * @param conversations limits of conversations
 */
public record StoreOptions(
        Path directory, FileLimits files, ResponseLimits responses, ConversationLimits conversations) {
    /** The default limits in this directory. */
    public static StoreOptions in(Path directory) {
        return new StoreOptions(
                directory, FileLimits.defaults(), ResponseLimits.defaults(), ConversationLimits.defaults());
    }

    /** The same with other limits for files. */
    public StoreOptions withFiles(FileLimits limits) {
        return new StoreOptions(directory, limits, responses, conversations);
    }

    /** The same with other limits for responses. */
    public StoreOptions withResponses(ResponseLimits limits) {
        return new StoreOptions(directory, files, limits, conversations);
    }

    /** The same with other limits for conversations. */
    public StoreOptions withConversations(ConversationLimits limits) {
        return new StoreOptions(directory, files, responses, limits);
    }
}
