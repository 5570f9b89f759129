package dev.airelay.transforms.chat;

/**
 * What of a chat request shapes its reply.
 *
 * @param model the model that the client asked for, used until the upstream names its own
 * @param includeUsage whether a stream ends with a usage chunk
 * @param legacyFunctions whether the client used {@code functions}, so that calls answer as {@code function_call}
 * @param reasoningContent whether reasoning summaries are shown as {@code reasoning_content}
 * @param completionId id of the reply, with its {@code chatcmpl-} prefix
 * @param createdEpochSeconds creation time, used where the upstream reports none
 */
public record ChatReplyOptions(
        String model,
        boolean includeUsage,
        boolean legacyFunctions,
        boolean reasoningContent,
        String completionId,
        long createdEpochSeconds) {}
