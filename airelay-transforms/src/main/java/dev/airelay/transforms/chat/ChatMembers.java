package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.CompletionHead;
import tools.jackson.databind.node.ObjectNode;

/** The members that chat completions and their chunks have in common. */
final class ChatMembers {

    private ChatMembers() {}

    /** Returns the head of one object or chunk. */
    static ObjectNode head(CompletionHead head, String object) {
        return head.toNode(object)
                .put("service_tier", head.serviceTier().orElse(null))
                .putNull("system_fingerprint");
    }
}
