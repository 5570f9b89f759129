package dev.airelay.store.conversation;

import dev.airelay.store.frame.Limits;
import java.time.Duration;

/**
 * The limits of conversations: their number, age and size. Beyond a total limit, those unused for longest are deleted; a
 * full conversation refuses further items.
 *
 * @param maxConversations number of conversations
 * @param maxTotalBytes all conversations together
 * @param maxConversationBytes one conversation
 * @param maxItems items of one conversation
 * @param timeToLive how long a conversation is stored after its last change
 */
public record ConversationLimits(
        int maxConversations, long maxTotalBytes, int maxConversationBytes, int maxItems, Duration timeToLive) {
    /** Checks that every limit is positive. */
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
