package dev.airelay.transforms.responses;

import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversation that a request of another dialect continues: its items so far, and the items that the request adds.
 * Responses requests can continue the same conversation. Used while one request is read, only by this module.
 */
@SuppressWarnings("exports") // For this module's dialects only, whose internal types it uses.
public final class StoredConversation {

    private final String id;
    private final InputItems reading;

    private StoredConversation(String id, InputItems reading) {
        this.id = id;
        this.reading = reading;
    }

    /**
     * Reads the conversation that {@code value} names, by a text or by an object with an {@code id}.
     *
     * @param tools receives tools that the conversation offers
     * @throws dev.airelay.transforms.failure.RequestRejected if there is no such conversation
     */
    public static StoredConversation read(
            Value value, TranslationContext context, ToolSettings tools, Disclosures disclosures) {
        String id = LocalReferences.conversationId(value);
        List<ObjectNode> kept = context.history().before(id).orElseThrow(() -> MemoryFaults.conversationNotFound(id));
        disclosures.emulate(value.at());
        InputItems reading = new InputItems(
                tools, disclosures, new KnownItems(context.history(), context.files()), new ItemListing(id));
        reading.earlier(kept, value.at());
        return new StoredConversation(id, reading);
    }

    /** Returns the id. */
    public String id() {
        return id;
    }

    /** Returns the number of the upstream's items so far. */
    public int length() {
        return reading.read().size();
    }

    /** Returns the calls so far; those without an output are for the request to answer. */
    public CallLedger calls() {
        return reading.calls();
    }

    /** Returns the positions of input items that the upstream may refuse. */
    public List<Integer> dispensable() {
        return reading.dispensable();
    }

    /** Returns the upstream's input: the items so far, then {@code added}. */
    public ArrayNode followedBy(ArrayNode added) {
        return reading.read().arrayNode().addAll(reading.read()).addAll(added);
    }

    /**
     * Returns the turn to be added to the conversation.
     *
     * @param answerId id of the response
     * @param added the request's own items in the upstream's form
     * @param names the client's names of tools by their replacements
     */
    public LocalTurn turn(String answerId, ArrayNode added, Map<String, String> names) {
        ItemListing listing = new ItemListing(answerId.substring(answerId.indexOf('-') + 1));
        for (JsonNode item : added) {
            ObjectNode listed = (ObjectNode) item.deepCopy();
            String restored = names.get(listed.path("name").stringValue(""));
            listing.item(restored == null ? listed : listed.put("name", restored));
        }
        List<HistoryItem> input = listing.items();
        return new LocalTurn(answerId, false, false, Optional.empty(), Optional.of(id), input);
    }
}
