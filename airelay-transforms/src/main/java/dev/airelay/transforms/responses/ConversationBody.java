package dev.airelay.transforms.responses;

import dev.airelay.transforms.KeptItem;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies of the conversation routes: what a client says of a conversation, checked as a generation request would
 * check it, so that a conversation never holds what could not be replayed. Every method throws
 * {@link dev.airelay.transforms.RequestRejected} for an invalid body and leaves the body as it is.
 *
 * @param metadata at most 16 pairs of texts; empty when the client sent none
 * @param items the items as they are to be listed and kept, each with a fresh id
 */
public record ConversationBody(ObjectNode metadata, List<KeptItem> items) {

    private static final String METADATA = "metadata";
    private static final String ITEMS = "items";
    private static final int MAX_ITEMS = 20;

    /** Copies the items. */
    public ConversationBody {
        items = List.copyOf(items);
    }

    /**
     * Reads the body of {@code POST /v1/conversations}, in which both members may be absent.
     *
     * @param context has the history of references among the items, and makes ids
     */
    public static ConversationBody created(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        return new ConversationBody(
                view.find(METADATA).map(ConversationBody::checked).orElseGet(Json::object),
                view.find(ITEMS).map(value -> items(value, context)).orElse(List.of()));
    }

    /** Reads the metadata of {@code POST /v1/conversations/{id}}, which replaces the former. */
    public static ObjectNode updated(ObjectNode body) {
        return checked(ObjectView.body(body).required(METADATA));
    }

    /** Reads the items of {@code POST /v1/conversations/{id}/items}, of which there is at least one. */
    public static List<KeptItem> added(ObjectNode body, TranslationContext context) {
        Value items = ObjectView.body(body).required(ITEMS);
        items.nonEmptyItems();
        return items(items, context);
    }

    private static ObjectNode checked(Value metadata) {
        return (ObjectNode) WellFormedText.repaired(Metadata.checked(metadata));
    }

    private static List<KeptItem> items(Value value, TranslationContext context) {
        int count = value.items().size();
        if (count > MAX_ITEMS) {
            throw Faults.invalid(
                    value.at(),
                    "array_above_max_length",
                    "array too long. Expected an array with maximum length " + MAX_ITEMS
                            + ", but got an array with length " + count + " instead.");
        }
        InputItems reading = new InputItems(
                new ToolSettings(true),
                new Disclosures(context.settings().strictParameters()),
                new KnownItems(context.history(), context.files()),
                new ItemListing(context.ids().get()));
        reading.added(value);
        return reading.own();
    }
}
