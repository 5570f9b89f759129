package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.ReasoningExposure;
import java.util.List;

/**
 * The options of a chat reply.
 *
 * @param model the requested model, used until the upstream names its own
 * @param includeUsage whether a stream ends with a usage chunk
 * @param legacyFunctions whether the client used {@code functions}, so that calls are returned as {@code function_call}
 * @param customCalls how calls of custom tools are returned
 * @param reasoning how reasoning summaries are shown
 * @param stops stop sequences, none of them empty; the text ends before the first that occurs
 * @param choices number of choices, each from its own upstream call
 * @param completionId id of the reply, with its {@code chatcmpl-} prefix
 * @param createdEpochSeconds creation time, used if the upstream reports none
 */
public record ChatReplyOptions(
        String model,
        boolean includeUsage,
        boolean legacyFunctions,
        CustomCallForm customCalls,
        ReasoningExposure reasoning,
        List<String> stops,
        int choices,
        String completionId,
        long createdEpochSeconds) {

    /** Copies the list. */
    public ChatReplyOptions {
        stops = List.copyOf(stops);
    }

    /** Returns whether a call of this kind is returned as a function call. */
    boolean asFunction(ItemKind call) {
        return call == ItemKind.FUNCTION_CALL || customCalls == CustomCallForm.FUNCTION;
    }

    CompletionHead head() {
        return new CompletionHead(completionId, createdEpochSeconds, model);
    }
}
