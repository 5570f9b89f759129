package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Metadata;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.ToolSettings;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies of the conversation routes, checked like generation requests, so that a conversation never contains items that
 * could not be replayed. Every method throws {@link dev.airelay.transforms.failure.RequestRejected} for an invalid body, and
 * does not change the body.
 *
 * @param metadata at most 16 pairs of texts; empty if the client sent none
 * @param items the items as they are listed and stored, each with a fresh id
 * @param ignored the names of members without effect: they are not stored, or not sent upstream with their item
 */
public record ConversationBody(ObjectNode metadata, List<HistoryItem> items, List<String> ignored) {

    private static final String METADATA = "metadata";
    private static final String ITEMS = "items";
    private static final int MAX_ITEMS = 20;

    private static final Member<Object> OF_METADATA = Member.sent(METADATA);
    private static final Member<Object> OF_ITEMS = Member.<Object>sent(ITEMS).of(ItemMembers.SHAPE);
    private static final Shape WHOLE = Shape.object(OF_METADATA, OF_ITEMS);
    private static final Shape UPDATE = Shape.object(OF_METADATA);
    private static final Shape ADDITION = Shape.object(OF_ITEMS);

    /** Copies the lists. */
    public ConversationBody {
        items = List.copyOf(items);
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads the body of {@code POST /v1/conversations}, in which both members may be absent.
     *
     * @param context has the history for references among the items, and creates ids
     */
    public static ConversationBody created(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        Disclosures disclosures = checked(view, WHOLE, context);
        return new ConversationBody(
                view.find(METADATA).map(ConversationBody::checked).orElseGet(Json::object),
                view.find(ITEMS)
                        .map(value -> items(value, context, disclosures))
                        .orElse(List.of()),
                disclosures.ignored());
    }

    /** Reads the body of {@code POST /v1/conversations/{id}}, whose metadata replaces the former. */
    public static ConversationBody updated(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        ObjectNode metadata = checked(view.required(METADATA));
        return new ConversationBody(
                metadata, List.of(), checked(view, UPDATE, context).ignored());
    }

    /** Reads the body of {@code POST /v1/conversations/{id}/items}, which has at least one item. */
    public static ConversationBody added(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        Value items = view.required(ITEMS);
        items.nonEmptyItems();
        Disclosures disclosures = checked(view, ADDITION, context);
        List<HistoryItem> read = items(items, context, disclosures);
        return new ConversationBody(Json.object(), read, disclosures.ignored());
    }

    private static Disclosures checked(ObjectView body, Shape shape, TranslationContext context) {
        Disclosures disclosures = new Disclosures(context.settings().strictParameters());
        shape.check(new Value(body.node(), body.at()), disclosures);
        return disclosures;
    }

    private static ObjectNode checked(Value metadata) {
        return (ObjectNode) WellFormedText.repaired(Metadata.checked(metadata));
    }

    private static List<HistoryItem> items(Value value, TranslationContext context, Disclosures disclosures) {
        int count = value.items().size();
        if (count > MAX_ITEMS) {
            throw Rejections.invalid(
                    value.at(),
                    "array_above_max_length",
                    "array too long. Expected an array with maximum length " + MAX_ITEMS
                            + ", but got an array with length " + count + " instead.");
        }
        InputItems reading = new InputItems(
                new ToolSettings(true),
                disclosures,
                new KnownItems(context.history(), context.files()),
                new ItemListing(context.ids().get()));
        reading.added(value);
        return reading.own();
    }
}
