package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.PartState;
import tools.jackson.databind.node.ObjectNode;

/**
 * One choice of a chat stream.
 *
 * <pre>
 *   role → (content | reasoning | refusal | calls)* → annotations? → finish
 * </pre>
 */
final class ChatChoice implements Choice {

    private final ChatChunks chunks;
    private final VisibleText visible;
    private final CallDeltas calls;

    ChatChoice(ChatChunks chunks, ChatReplyOptions options) {
        this.chunks = chunks;
        this.visible = new VisibleText(chunks, options);
        this.calls = new CallDeltas(chunks, options.legacyFunctions(), ChatReply.token(options));
    }

    @Override
    public void begin() {
        chunks.delta(Json.object().put("role", "assistant").put("content", "").putNull("refusal"));
    }

    @Override
    public void call(ItemState call) {
        visible.pause();
        calls.begin(call);
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        if (part.channel() == Channel.ARGUMENTS || part.channel() == Channel.INPUT) {
            calls.more(item, text);
        } else {
            visible.show(item, part, text);
        }
    }

    @Override
    public boolean cut() {
        return visible.cut();
    }

    @Override
    public void close() {
        visible.pause();
        ObjectNode annotations = visible.annotations();
        if (!annotations.isEmpty()) {
            chunks.delta(annotations);
        }
    }

    @Override
    public void finish(EndReason reason) {
        chunks.finish(FinishReason.of(reason, visible.cut() ? FinishReason.STOP : calls.finishReason()));
    }
}
