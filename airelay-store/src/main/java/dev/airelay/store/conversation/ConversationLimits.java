package dev.airelay.store.conversation;

import dev.airelay.store.frame.Limits;
import java.time.Duration;

/**
 * How many conversations are kept, how long and how large. Past a bound of the whole the longest unused go; a
 * conversation that is full itself refuses further items.
 *
 * @param maxConversations number of conversations
 * @param maxTotalBytes all conversations together
 * @param maxConversationBytes one conversation
 * @param maxItems items of one conversation
 * @param timeToLive how long a conversation is kept after its last change
 */
public record ConversationLimits(
        int maxConversations, long maxTotalBytes, int maxConversationBytes, int maxItems, Duration timeToLive) {
    /** Refuses limits that leave no room. */
    public ConversationLimits {
        Limits.positive("maxConversations", maxConversations);
        Limits.positive("maxTotalBytes", maxTotalBytes);
        Limits.positive("maxConversationBytes", maxConversationBytes);
        Limits.positive("maxItems", maxItems);
        Limits.positive("timeToLive", timeToLive);
    }

    /** 10 000 conversations, 1 GiB together, 64 MiB and 10 000 items each, 365 days after the last change. */
    public static ConversationLimits defaults() {
        return new ConversationLimits(10_000, 1L << 30, 64 << 20, 10_000, Duration.ofDays(365));
    }
}
