package dev.airelay.transforms.responses;

import dev.airelay.transforms.FileDirectory;
import dev.airelay.transforms.History;
import dev.airelay.transforms.KeptItem;
import dev.airelay.transforms.RequestRejected;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.ToolSettings;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request that creates or changes a conversation. */
public final class ConversationBody {

    private static final int MAX_ITEMS = 20;
    private static final String METADATA = "metadata";
    private static final String ITEMS = "items";

    private final ObjectView body;

    /** Reads a body, which is not modified. */
    public ConversationBody(ObjectNode body) {
        this.body = ObjectView.body(body);
    }

    /**
     * Returns the metadata; an empty object when there is none.
     *
     * @throws RequestRejected when it is too much
     */
    public ObjectNode metadata() {
        return body.find(METADATA).map(Metadata::checked).orElseGet(Json::object);
    }

    /**
     * Returns the items as they are listed; empty when there are none.
     *
     * @param files the uploaded files that the items may refer to
     * @param token what the items' ids are made of
     * @throws RequestRejected when an item is invalid, or there are too many
     */
    public List<KeptItem> items(FileDirectory files, String token) {
        Optional<Value> given = body.find(ITEMS);
        if (given.isPresent() && given.get().items().size() > MAX_ITEMS) {
            throw Faults.invalid(
                    given.get().at(),
                    "array_above_max_length",
                    "array too long. Expected at most " + MAX_ITEMS + " items, but got "
                            + given.get().items().size() + " instead.");
        }
        ItemListing listing = new ItemListing(token);
        for (Value item : given.map(Value::items).orElse(List.of())) {
            // A reading of its own for each: what a call is answered by may come with a later request.
            new InputItems(
                            new ToolSettings(true),
                            new Disclosures(false),
                            new KnownItems(History.none(), files),
                            listing)
                    .single(item);
        }
        return listing.items();
    }

    /**
     * As {@link #items}, for a request that is nothing without them.
     *
     * @throws RequestRejected when there are none, too
     */
    public List<KeptItem> requiredItems(FileDirectory files, String token) {
        body.required(ITEMS).nonEmptyItems();
        return items(files, token);
    }
}
