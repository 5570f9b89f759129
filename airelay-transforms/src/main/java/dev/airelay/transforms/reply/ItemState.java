package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One output item as it grows. */
public final class ItemState {

    /** The arguments of a function call without any: every client parses them. */
    public static final JsonText NO_ARGUMENTS = JsonText.of("{}");

    private static final int NOT_SHOWN = -1;

    private record Place(Channel channel, int index) {

        // Written by hand: the method that Java generates for records loads about a hundred classes at start.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && index == place.index && channel.equals(place.channel);
        }

        @Override
        public int hashCode() {
            return channel.hashCode() * 31 + index;
        }
    }

    private final int arrival;
    private final OutputState output;
    private final List<PartState> parts = new ArrayList<>();
    private final Map<Place, PartState> byUpstreamIndex = new HashMap<>();
    private final Map<Place, PartState> byClientIndex = new HashMap<>();
    /** The upstream's indexes of the content parts. */
    private final Set<Integer> contentIndexes = new HashSet<>();

    private int contentParts;
    private int summaryParts;
    private int textsWithoutPart;
    /** Maps the upstream's indexes of unknown content parts to the client's. */
    private Map<Integer, Integer> otherParts = Map.of();

    private int upstreamIndex;
    private ItemHead head;
    private ItemKind kind;
    private boolean callWaiting;
    private JsonText upstreamId = JsonText.EMPTY;
    private @Nullable JsonText clientId;
    private @Nullable JsonSlice announced;
    private @Nullable JsonSlice completed;
    private @Nullable JsonSlice sentAsItCame;
    private @Nullable ObjectNode done;
    /** The last event's part: most deltas continue it. */
    private @Nullable PartState latest;

    private int clientIndex = NOT_SHOWN;
    private boolean finished;

    ItemState(OutputState output, int arrival, int upstreamIndex, ItemHead head) {
        this.output = output;
        this.arrival = arrival;
        this.upstreamIndex = upstreamIndex;
        this.head = head;
        this.kind = head.kind();
        this.callWaiting = kind.clientCall();
    }

    /** Returns the item's type. */
    public String type() {
        return head.type();
    }

    /** Returns the item's kind. */
    public ItemKind kind() {
        return kind;
    }

    /** Returns the tool that a call is for; empty while unknown. */
    public String name() {
        return head.name();
    }

    /** Returns the id that pairs a call with its output; created from {@code token} if the upstream gives none. */
    public String callId(String token) {
        return head.callId().isEmpty() ? "call_" + token + "_" + arrival : head.callId();
    }

    /** Returns whether this is a call for the client that has not been announced to it. */
    public boolean callWaiting() {
        return callWaiting;
    }

    /** Records that the call has been announced to the client. */
    void markCallBegun() {
        callWaiting = false;
    }

    /** Returns whether the head of the call is complete. */
    public boolean callKnown() {
        return !head.name().isEmpty() && !head.callId().isEmpty();
    }

    /** Returns the client's id of the item: the upstream's first one, or one created from the token. */
    public JsonText id(String token) {
        if (clientId == null) {
            clientId = upstreamId.isEmpty() ? JsonText.of(kind().idPrefix() + token + "_" + arrival) : upstreamId;
        }
        return clientId;
    }

    int upstreamIndex() {
        return upstreamIndex;
    }

    /** Returns the client's index of the item; negative until it is announced. */
    public int clientIndex() {
        return clientIndex;
    }

    /** Returns whether the item has been announced to the client. */
    public boolean shown() {
        return clientIndex != NOT_SHOWN;
    }

    /** Records that the item is announced to the client with this index. */
    public void show(int index) {
        clientIndex = index;
    }

    /** Returns whether the client has received the end of the item, or needs no more of it. */
    public boolean finished() {
        return finished;
    }

    /** Records that the client has received the end of the item. */
    public void markFinished() {
        finished = true;
    }

    /** Returns whether the head can be this item's: of its type, and for the same call. */
    boolean canBe(ItemHead other) {
        boolean sameCall = head.callId().isEmpty()
                || other.callId().isEmpty()
                || head.callId().equals(other.callId());
        return sameCall && head.type().equals(other.type());
    }

    int arrival() {
        return arrival;
    }

    /** Returns the ids by which events may refer to the item: its own, and that of the call. */
    List<String> ids() {
        String own = upstreamId.toString();
        String call = head.callId();
        if (call.isEmpty() || call.equals(own)) {
            return own.isEmpty() ? List.of() : List.of(own);
        }
        return own.isEmpty() ? List.of(call) : List.of(own, call);
    }

    /** Returns whether the item has both index and id, so that no event can change them. */
    boolean identified() {
        return upstreamIndex != CodexEvent.NO_INDEX && !upstreamId.isEmpty();
    }

    /** Adopts an event's index and id if the item has none; returns whether anything changed. */
    boolean adopt(int outputIndex, @Nullable JsonText id) {
        boolean index = upstreamIndex == CodexEvent.NO_INDEX && outputIndex != CodexEvent.NO_INDEX;
        if (index) {
            upstreamIndex = outputIndex;
        }
        if (upstreamId.isEmpty() && id != null) {
            upstreamId = id.kept();
            return true;
        }
        return index;
    }

    /** Adopts missing values from {@code later}; returns whether the item's id has changed. */
    boolean learn(ItemHead later) {
        boolean called = head.callId().isEmpty() && !later.callId().isEmpty();
        head = new ItemHead(
                head.type().isEmpty() ? later.type() : head.type(),
                head.id().isEmpty() ? later.id() : head.id(),
                head.callId().isEmpty() ? later.callId() : head.callId(),
                head.name().isEmpty() ? later.name() : head.name());
        if (kind == ItemKind.OTHER) {
            kind = head.kind();
            callWaiting = kind.clientCall();
        }
        return called;
    }

    /** Records a call's name from an event. */
    public void learnName(String name) {
        learn(new ItemHead("", "", "", name));
    }

    void announce(JsonSlice item) {
        if (announced == null) {
            output.hold(item.bytes().length);
            announced = item;
        }
    }

    void complete(JsonSlice item) {
        output.hold(item.bytes().length);
        completed = item;
        sentAsItCame = null;
    }

    void complete(ObjectNode item) {
        completed = null;
        sentAsItCame = null;
        done = item;
    }

    /** Returns the complete item's text if the upstream sent it in a separate event, or null. */
    public @Nullable JsonSlice completed() {
        return completed;
    }

    /** Records that the client received the complete item as it came from the upstream. */
    public void markSentAsItCame() {
        sentAsItCame = completed;
    }

    /** Returns the complete item's text if the client received it as it came, and nothing has changed since; or null. */
    public @Nullable JsonSlice sentAsItCame() {
        return sentAsItCame;
    }

    boolean isDone() {
        return done != null || completed != null;
    }

    /** Returns the complete item from the upstream, or null. It is parsed on first use. */
    public @Nullable ObjectNode done() {
        if (done == null && completed != null) {
            output.hold(completed.to() - completed.from());
            done = completed.toObject();
        }
        return done;
    }

    /**
     * Returns whether the complete item contains only text that was already received, and no annotations: then it need not
     * be parsed.
     */
    public boolean streamedWhole() {
        return completed != null && streamedWhole(completed.members());
    }

    /**
     * Returns the same as {@link #streamedWhole()}, for a caller who has read the complete item.
     *
     * @param item the members of its text
     */
    boolean streamedWhole(JsonMembers item) {
        if (done != null) {
            return false;
        }
        return switch (kind()) {
            case MESSAGE -> partsStreamedWhole(item.value(EventMember.CONTENT));
            case FUNCTION_CALL -> isComplete(Channel.ARGUMENTS, 0);
            case CUSTOM_TOOL_CALL -> isComplete(Channel.INPUT, 0);
            default -> false;
        };
    }

    private boolean partsStreamedWhole(@Nullable JsonSlice content) {
        if (content == null || !content.isArray()) {
            return false;
        }
        List<JsonSlice> elements = content.elements();
        for (int i = 0; i < elements.size(); i++) {
            JsonMembers part = elements.get(i).members();
            Channel channel = Channel.ofPart(part.word(EventMember.TYPE));
            JsonSlice annotations = part.value(EventMember.ANNOTATIONS);
            boolean annotated = annotations != null && !annotations.elements().isEmpty();
            if (annotated || channel == null || !isComplete(channel, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isComplete(Channel channel, int index) {
        PartState known = byUpstreamIndex.get(new Place(channel, index));
        return known != null && known.isComplete();
    }

    /** Returns the announced item's text, or null if it was not announced. */
    public @Nullable JsonSlice announcedText() {
        return announced;
    }

    /** Returns the announced item; only its type if it was not announced. */
    public ObjectNode announced() {
        return announced == null ? Json.object().put("type", type()) : announced.toObject();
    }

    /** Returns the item's parts in order of appearance. */
    public List<PartState> parts() {
        return parts;
    }

    /** Returns the part of a text of the complete item; it may have had another index in the stream. */
    public PartState part(ItemText text) {
        Place place = new Place(text.channel(), text.index());
        PartState shown = byClientIndex.get(place);
        if (shown != null && !byUpstreamIndex.containsKey(place) && shown.text().sameBytes(text.text())) {
            return shown;
        }
        return part(text.channel(), text.index());
    }

    /** Adds a content part of unknown type; does nothing if there is another part with this index. */
    public void addOtherPart(int index) {
        if (!contentIndexes.contains(index) && !otherParts.containsKey(index)) {
            if (otherParts.isEmpty()) {
                otherParts = new HashMap<>();
            }
            otherParts.put(index, contentParts + otherParts.size());
        }
    }

    /** Returns the client's index of such a part; null if there is none. */
    public @Nullable Integer otherPart(int index) {
        return otherParts.get(index);
    }

    /** Returns the part with the upstream's index, created if it is new. */
    public PartState part(Channel channel, int index) {
        if (latest == null || latest.channel() != channel || latest.upstreamIndex() != index) {
            PartState known = byUpstreamIndex.get(new Place(channel, index));
            latest = known == null ? addPart(channel, index) : known;
        }
        return latest;
    }

    private PartState addPart(Channel channel, int index) {
        int clientIndex = switch (channel) {
            case TEXT, REFUSAL, REASONING -> {
                contentIndexes.add(index);
                yield contentParts++ + otherParts.size();
            }
            case SUMMARY -> summaryParts++;
            case ARGUMENTS, INPUT -> textsWithoutPart++;
        };
        PartState part = new PartState(output, channel, index, clientIndex);
        output.hold(OutputState.EACH);
        parts.add(part);
        byUpstreamIndex.put(new Place(channel, index), part);
        byClientIndex.put(new Place(channel, clientIndex), part);
        return part;
    }

    /**
     * Returns the part for the arguments of a complete function call without any; empty for all other items.
     *
     * @param turnCompleted whether the turn completed, so that all its items are complete
     */
    public Optional<PartState> lackingArguments(boolean turnCompleted) {
        if (kind() != ItemKind.FUNCTION_CALL || isComplete(Channel.ARGUMENTS, 0) || !complete(turnCompleted)) {
            return Optional.empty();
        }
        PartState arguments = part(Channel.ARGUMENTS, 0);
        return arguments.isComplete() || !arguments.text().isBlank() ? Optional.empty() : Optional.of(arguments);
    }

    private boolean complete(boolean turnCompleted) {
        ObjectNode item = done();
        return item == null ? turnCompleted : !Json.text(item, "status").equals(kind().unfinished());
    }
}
