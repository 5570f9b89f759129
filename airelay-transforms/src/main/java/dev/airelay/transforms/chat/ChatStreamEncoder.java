package dev.airelay.transforms.chat;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.ByteSink;
import dev.airelay.transforms.FailureClassifier;
import dev.airelay.transforms.StreamEncoder;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.CodexEvent;
import dev.airelay.transforms.reply.EventReader;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.ItemTrack;
import dev.airelay.transforms.reply.MergedResponse;
import dev.airelay.transforms.reply.OutputTracks;
import dev.airelay.transforms.reply.PartTrack;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes one chat stream.
 *
 * <pre>
 *   (handshake events)* → role → (content | reasoning | refusal | calls)* → annotations? → finish → usage? → [DONE]
 *                           └──────────────── failure at any time ───────────────────────→ error → [DONE]
 * </pre>
 */
final class ChatStreamEncoder implements StreamEncoder, CodexEvent.Handler {

    private final ChatReplyOptions options;
    private final EventReader reader = new EventReader();
    private final OutputTracks tracks = new OutputTracks();
    private final MergedResponse response = new MergedResponse();
    private final ChatHead head;
    private final ChatChunks chunks;
    private final VisibleText visible;
    private final CallDeltas calls;
    private boolean announced;
    private boolean begun;
    private boolean ended;

    ChatStreamEncoder(ChatReplyOptions options) {
        this.options = options;
        this.head = new ChatHead(options);
        this.chunks = new ChatChunks(head, options.includeUsage());
        this.visible = new VisibleText(chunks, options.reasoningContent());
        this.calls = new CallDeltas(chunks, options.legacyFunctions(), ChatReply.token(options));
    }

    @Override
    public void accept(UpstreamEvent event, ByteSink out) {
        if (ended) {
            return;
        }
        chunks.direct(out);
        CodexEvent read = reader.read(event);
        if (!begun && !announced && read instanceof CodexEvent.Terminal only) {
            head.learn(only.response().toObject());
        }
        if (!(read instanceof CodexEvent.Ignored)
                && !event.type().handshake()
                && !event.type().failure()) {
            begin();
            calls.begin(tracks.items());
        }
        read.tell(this);
    }

    @Override
    public void fail(ApiError error, ByteSink out) {
        if (!ended) {
            chunks.direct(out);
            end(error);
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            chunks.delta(
                    Json.object().put("role", "assistant").put("content", "").putNull("refusal"));
        }
    }

    private void end(ApiError error) {
        ended = true;
        chunks.error(error);
        chunks.done();
    }

    @Override
    public void handshake(CodexEvent.Handshake event) {
        if (!begun && !announced) {
            announced = true;
            head.learn(event.response().toObject());
        }
    }

    @Override
    public void item(CodexEvent.Item event) {
        ItemTrack item = tracks.item(event);
        if (event.type() == EventType.OUTPUT_ITEM_DONE && !item.finished()) {
            finish(item);
        } else if (begun) {
            calls.begin(tracks.items());
        }
    }

    /** Writes what the complete item has beyond its deltas. */
    private void finish(ItemTrack item) {
        item.markFinished();
        if (item.kind().clientCall() && !item.shown()) {
            calls.begin(item);
        }
        ObjectNode done = item.kind().streamed() ? item.done() : null;
        if (done != null) {
            ItemText.of(done).forEach(text -> {
                PartTrack part = item.part(text);
                show(item, part, part.complete(text.text()));
            });
        }
        item.parts().forEach(part -> show(item, part, part.complete()));
    }

    @Override
    public void fragment(CodexEvent.Fragment event) {
        ItemTrack item = tracks.item(event.route(), event.channel().item());
        PartTrack part = item.part(event.channel(), event.route().partIndex());
        if (!part.isComplete()) {
            show(item, part, part.append(event.text()));
        }
    }

    @Override
    public void whole(CodexEvent.Whole event) {
        ItemTrack item = tracks.item(event.route(), event.channel().item());
        item.learnName(event.name());
        PartTrack part = item.part(event.channel(), event.route().partIndex());
        JsonText text = event.text();
        if (text != null) {
            show(item, part, part.complete(text));
        }
        calls.begin(tracks.items());
    }

    private void show(ItemTrack item, PartTrack part, JsonText text) {
        if (text.isEmpty()) {
            return;
        }
        if (part.channel() == Channel.ARGUMENTS || part.channel() == Channel.INPUT) {
            calls.more(item, text);
        } else {
            visible.show(item, part, text);
        }
    }

    @Override
    public void part(CodexEvent.Part event) {
        // Says nothing that the text events and the complete item do not say.
    }

    @Override
    public void annotation(CodexEvent.Annotation event) {
        tracks.item(event.route(), Channel.TEXT.item())
                .part(Channel.TEXT, event.route().partIndex())
                .annotate(event.annotation().toObject());
    }

    @Override
    public void progress(CodexEvent.Progress event) {
        // Chat does not show hosted tools at work.
    }

    @Override
    public void terminal(CodexEvent.Terminal event) {
        response.end(event.event().type(), event.response().toObject());
        if (response.failed()) {
            fail(event.event());
            return;
        }
        tracks.complete(response.output());
        tracks.items().stream().filter(item -> !item.finished()).forEach(this::finish);
        ObjectNode annotations = visible.annotations();
        if (!annotations.isEmpty()) {
            chunks.delta(annotations);
        }
        chunks.finish(FinishReason.of(response.completed(), response.members(), calls.finishReason()));
        Optional<ObjectNode> usage = ChatUsage.of(response.members());
        if (options.includeUsage() && usage.isPresent()) {
            chunks.usage(usage.get());
        }
        chunks.done();
        ended = true;
    }

    @Override
    public void failure(CodexEvent.Failure event) {
        fail(event.event());
    }

    private void fail(UpstreamEvent event) {
        end(FailureClassifier.ofEvent(event, options.createdEpochSeconds()).error());
    }
}
