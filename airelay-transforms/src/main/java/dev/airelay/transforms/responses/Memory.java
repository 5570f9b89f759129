package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects the parameters of a Responses request for the relay's own store. */
final class Memory {

    private static final String ASKED_TO_STORE =
            "Responses cannot be stored at OpenAI; leave it out, and this relay stores the response itself.";
    private static final String NOTHING_KEPT =
            "This relay does not store responses, so none can run in the background.";
    private static final String NOT_KEPT =
            "A background response must be stored so that it can be retrieved; leave out store.";

    private final TranslationContext context;
    private final Disclosures disclosures;
    private final LocalMembers local;
    private final String responseId;
    private @Nullable String previousResponseId;
    private @Nullable String conversationId;
    private @Nullable Value background;
    private List<ObjectNode> earlier = List.of();
    private Location earlierAt = Location.root();
    private boolean kept;

    Memory(TranslationContext context, Disclosures disclosures, LocalMembers local, String token) {
        this.context = context;
        this.disclosures = disclosures;
        this.local = local;
        this.responseId = "resp_" + token;
        local.put("id", responseId);
        keep(context.settings().keeping() != RetentionPolicy.OFF);
    }

    private void keep(boolean wanted) {
        kept = wanted;
        local.put("store", wanted);
    }

    void previousResponse(Value value) {
        String id = value.shortText();
        follow(value.at(), context.history().before(id).orElseThrow(() -> MemoryFaults.previousResponseNotFound(id)));
        previousResponseId = id;
        local.put(LocalReferences.PREVIOUS_RESPONSE_ID, id);
    }

    void conversation(Value value) {
        String id = LocalReferences.conversationId(value);
        if (previousResponseId != null) {
            throw Rejections.exclusive(value.at(), LocalReferences.PREVIOUS_RESPONSE_ID);
        }
        follow(value.at(), context.history().before(id).orElseThrow(() -> MemoryFaults.conversationNotFound(id)));
        conversationId = id;
        ObjectNode shown = Json.object().put("id", id);
        local.put(LocalReferences.CONVERSATION, shown);
    }

    private void follow(Location at, List<ObjectNode> items) {
        disclosures.emulate(at);
        earlier = items;
        earlierAt = at;
    }

    void store(Value value) {
        boolean asked = value.flag();
        if (asked) {
            switch (context.settings().keeping()) {
                case OFF -> throw Rejections.unsupportedValue(value.at(), Reasons.NOT_STORED);
                case UNLESS_ASKED_TO_STORE -> throw Rejections.unsupportedValue(value.at(), ASKED_TO_STORE);
                case ALL -> disclosures.emulate(value.at());
            }
        }
        keep(asked);
    }

    void background(Value value) {
        if (value.flag()) {
            background = value;
            disclosures.emulate(value.at());
            local.put("background", true);
        }
    }

    /** Rejects parameters that exclude each other. */
    void settle() {
        if (background != null && !kept) {
            boolean off = context.settings().keeping() == RetentionPolicy.OFF;
            throw Rejections.unsupportedValue(background.at(), off ? NOTHING_KEPT : NOT_KEPT);
        }
    }

    /** Records when the turn begins; a background turn begins before the upstream call. */
    void beginAt(long epochSeconds) {
        if (background != null) {
            local.put("created_at", LongNode.valueOf(epochSeconds));
        }
    }

    /** Returns whether the request continues a response or conversation. */
    boolean goesOn() {
        return previousResponseId != null || conversationId != null;
    }

    /** Passes the items of earlier turns to {@link InputItems}. */
    void recall(InputItems reading) {
        reading.earlier(earlier, earlierAt);
    }

    /** Returns the conversation of the request. */
    Optional<String> conversationId() {
        return Optional.ofNullable(conversationId);
    }

    /**
     * Returns the place of the request in its conversation.
     *
     * @param recalled number of input items of earlier turns
     */
    CodexRequest.Place place(int recalled) {
        return conversationId == null
                ? new CodexRequest.Place(
                        previousResponseId == null ? "" : previousResponseId,
                        recalled,
                        responseId,
                        previousResponseId != null)
                : CodexRequest.Place.NONE;
    }

    /** Returns the turn to be stored for the request. */
    LocalTurn turn(List<HistoryItem> input) {
        return new LocalTurn(
                responseId, kept, background != null, Optional.ofNullable(previousResponseId), conversationId(), input);
    }
}
