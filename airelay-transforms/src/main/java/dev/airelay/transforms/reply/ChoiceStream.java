package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.StreamEncoder;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes one call's choice into the stream that it shares with the others.
 *
 * <pre>
 *   (handshake events)* → begin → (text | calls)* → close → (the other choices close) → finish → usage? → done
 *                           │              └ stop sequence ─┘↑                              ↑
 *                           └──────────────── failure at any time ───────────→ error ───────┘
 * </pre>
 */
final class ChoiceStream implements StreamEncoder, Turn {

    private final ChoiceStreams group;
    private final Choice choice;
    private final int index;
    private final TurnReader reader = new TurnReader(this);
    private EndReason reason = EndReason.STOP;
    private boolean closed;

    ChoiceStream(ChoiceStreams group, Choice choice, int index) {
        this.group = group;
        this.choice = choice;
        this.index = index;
    }

    @Override
    public void accept(UpstreamEvent event, ByteSink out) {
        if (ended()) {
            return;
        }
        group.direct(out);
        reader.accept(event);
        if (choice.cut() && !ended()) {
            // The upstream tells the usage at the end of a turn, which the client does not wait for.
            close(Optional.empty());
        }
    }

    @Override
    public void fail(ApiError error, ByteSink out) {
        if (!ended()) {
            group.direct(out);
            group.fail(error);
        }
    }

    @Override
    public boolean ended() {
        return closed || group.ended();
    }

    @Override
    public long heldBytes() {
        return reader.heldBytes();
    }

    void begin() {
        choice.begin();
    }

    void finish() {
        choice.finish(reason);
    }

    private void close(Optional<ObjectNode> usage) {
        closed = true;
        choice.close();
        group.close(index, usage);
    }

    @Override
    public void announced(ObjectNode response) {
        group.learn(response);
    }

    @Override
    public void begun() {
        group.begin();
    }

    @Override
    public void call(ItemState call) {
        if (!choice.cut()) {
            choice.call(call);
        }
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        if (!choice.cut()) {
            choice.text(item, part, text);
        }
    }

    @Override
    public void over(MergedResponse response) {
        reason = choice.cut() ? EndReason.STOP : EndReason.of(response);
        close(TokenUsage.of(response.members()));
    }

    @Override
    public void failed(UpstreamEvent event) {
        group.fail(FailureClassifier.ofEvent(event, group.epochSeconds()).error());
    }
}
