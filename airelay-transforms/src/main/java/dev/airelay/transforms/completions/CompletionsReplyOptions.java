package dev.airelay.transforms.completions;

import dev.airelay.transforms.reply.CompletionHead;
import java.util.List;

/**
 * The options of a completions reply.
 *
 * @param model the requested model, used until the upstream names its own
 * @param includeUsage whether a stream ends with a usage chunk
 * @param stops stop sequences, none of them empty; the text ends before the first that occurs
 * @param prompts number of prompts
 * @param choicesPerPrompt number of choices of each prompt, each from its own upstream call
 * @param completionId id of the reply, with its {@code cmpl-} prefix
 * @param createdEpochSeconds creation time, used if the upstream reports none
 */
public record CompletionsReplyOptions(
        String model,
        boolean includeUsage,
        List<String> stops,
        int prompts,
        int choicesPerPrompt,
        String completionId,
        long createdEpochSeconds) {

    /** Copies the list. */
    public CompletionsReplyOptions {
        stops = List.copyOf(stops);
    }

    int choices() {
        return prompts * choicesPerPrompt;
    }

    CompletionHead head() {
        return new CompletionHead(completionId, createdEpochSeconds, model);
    }
}
