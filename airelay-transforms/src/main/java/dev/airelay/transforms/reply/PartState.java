package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of one channel of one item as it grows. Each piece of text is returned once, regardless of the order of deltas,
 * done event and complete item.
 */
public final class PartState {

    private final OutputState output;
    private final Channel channel;
    private final int upstreamIndex;
    private final int clientIndex;
    private final JsonBuffer handedOut = new JsonBuffer();
    private final List<ObjectNode> annotations = new ArrayList<>();
    /** The whole text once it is known; until then, the text returned so far. */
    private @Nullable JsonText whole;

    private char heldHighSurrogate;
    private boolean opened;
    private boolean complete;
    private boolean textClosed;
    private boolean closed;

    PartState(OutputState output, Channel channel, int upstreamIndex, int clientIndex) {
        this.output = output;
        this.channel = channel;
        this.upstreamIndex = upstreamIndex;
        this.clientIndex = clientIndex;
    }

    /** Returns the channel that the text belongs to. */
    public Channel channel() {
        return channel;
    }

    int upstreamIndex() {
        return upstreamIndex;
    }

    /** Returns the client's index of the part, without gaps. */
    public int clientIndex() {
        return clientIndex;
    }

    /** Returns the text so far. */
    public JsonText text() {
        return whole == null ? handedOut.toText() : whole;
    }

    /** Returns true once the whole text is known; later pieces are repetitions. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Adds a piece. A trailing escaped high surrogate is held back and joined with the next piece, so that no client sees
     * half a character.
     *
     * @return the text that can be shown now, possibly empty
     */
    public JsonText append(JsonText piece) {
        JsonText shown = heldHighSurrogate == 0 && piece.paired() ? piece : joined(piece);
        output.hold(shown.to() - shown.from());
        handedOut.raw(shown);
        return shown;
    }

    /** Adds the event's piece if it can be shown unchanged, as nearly all can; returns false when it was not added. */
    public boolean appendAsItStands(CodexEvent event) {
        int length = heldHighSurrogate == 0 ? event.copyDelta(handedOut) : -1;
        if (length >= 0) {
            output.hold(length);
        }
        return length >= 0;
    }

    private JsonText joined(JsonText piece) {
        StringBuilder units = new StringBuilder();
        if (heldHighSurrogate != 0) {
            units.append(heldHighSurrogate);
            heldHighSurrogate = 0;
        }
        units.append(piece.units());
        int last = units.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(units.charAt(last))) {
            heldHighSurrogate = units.charAt(last);
            units.setLength(last);
        }
        return JsonText.of(units);
    }

    /**
     * Returns whether a done event lacks the text: an upstream that omits it there may have it in the complete item. Such an
     * event is ignored.
     *
     * @param said the text of the event, or null
     */
    public boolean undecidedBy(@Nullable JsonText said) {
        return channel.index() == null && channel.saysNothing(text()) && (said == null || channel.saysNothing(said));
    }

    /**
     * Sets the whole text.
     *
     * @return the part that was not returned yet; empty if it does not continue the earlier text
     */
    public JsonText complete(JsonText said) {
        if (complete) {
            return JsonText.EMPTY;
        }
        complete = true;
        JsonText shown = handedOut.toText();
        if (said.isEmpty()) {
            return JsonText.EMPTY;
        }
        heldHighSurrogate = 0;
        if (shown.sameBytes(said)) {
            // Not the same bytes again, which would retain the whole event.
            return JsonText.EMPTY;
        }
        output.hold(said.bytes().length);
        whole = said;
        if (channel.saysNothing(shown)) {
            return said;
        }
        String before = shown.units();
        String after = said.units();
        return after.startsWith(before) ? JsonText.of(after.substring(before.length())) : JsonText.EMPTY;
    }

    /** Declares the text so far complete. Returns the held-back rest. */
    public JsonText complete() {
        return complete(heldHighSurrogate == 0 ? text() : JsonText.of(text().units() + heldHighSurrogate));
    }

    /** Adds an annotation. */
    public void annotate(ObjectNode annotation) {
        annotations.add(annotation);
    }

    /** Returns the annotations received as events. */
    public List<ObjectNode> annotations() {
        return annotations;
    }

    /** Returns whether the client has received the beginning of the part. */
    public boolean opened() {
        return opened;
    }

    /** Records that the client has received the beginning of the part. */
    public void markOpened() {
        opened = true;
    }

    /** Returns whether the client has received the end of the text. */
    public boolean textClosed() {
        return textClosed;
    }

    /** Records that the client has received the end of the text. */
    public void markTextClosed() {
        textClosed = true;
    }

    /** Returns whether the client has received the end of the part. */
    public boolean closed() {
        return closed;
    }

    /** Records that the client has received the end of the part. */
    public void markClosed() {
        closed = true;
    }
}
