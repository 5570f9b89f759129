package dev.airelay.server.storage;

import dev.airelay.base.JsonTrees;
import dev.airelay.base.LogSafeText;
import dev.airelay.server.generation.GenerationContexts;
import dev.airelay.server.generation.ReferenceResolver;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.ListObject;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.store.RelayStore;
import dev.airelay.store.conversation.Conversation;
import dev.airelay.store.conversation.ConversationStore;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.HistoryItem;
import dev.airelay.transforms.responses.ConversationBody;
import dev.airelay.transforms.responses.LocalReferences;
import dev.airelay.transforms.responses.MemoryFaults;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes under {@code /v1/conversations}: conversations and their items, stored by the relay itself. */
final class ConversationsEndpoint {

    private static final JsonTrees JSON = JsonTrees.usual();
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    private final ConversationStore conversations;
    private final ReferenceResolver recollection;
    private final GenerationContexts contexts;
    private final JsonBody bodies;

    /**
     * Creates the endpoint.
     *
     * @param contexts creates the contexts for parsing items
     */
    ConversationsEndpoint(RelayStore store, GenerationContexts contexts, JsonBody bodies) {
        this.conversations = store.conversations();
        this.recollection = new ReferenceResolver(store);
        this.contexts = contexts;
        this.bodies = bodies;
    }

    /** Creates a conversation, optionally with its first items. */
    Response create(RelayRequest request) {
        ObjectNode json =
                request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : bodies.read(request.body());
        ConversationBody body = ConversationBody.created(json, context(request, json));
        return answer(conversations.create(JSON.write(body.metadata()), stored(body.items())))
                .ignoring(body.ignored());
    }

    /** Describes a conversation. */
    Response retrieve(RelayRequest request) {
        return answer(conversations.find(id(request)).orElseThrow(() -> unknown(request)));
    }

    /** Replaces a conversation's metadata. */
    Response update(RelayRequest request) {
        ObjectNode json = bodies.read(request.body());
        ConversationBody body = ConversationBody.updated(json, contexts.of(request, true));
        byte[] metadata = JSON.write(body.metadata());
        return answer(conversations.updateMetadata(id(request), metadata).orElseThrow(() -> unknown(request)))
                .ignoring(body.ignored());
    }

    /** Deletes a conversation with its items. */
    Response delete(RelayRequest request) {
        if (!conversations.delete(id(request))) {
            throw unknown(request);
        }
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id(request))
                        .put("object", "conversation.deleted")
                        .put("deleted", true));
    }

    /** Appends items. */
    Response addItems(RelayRequest request) {
        ItemView view = ItemView.of(request.query());
        ObjectNode json = bodies.read(request.body());
        ConversationBody body = ConversationBody.added(json, context(request, json));
        List<StoredItem> items = stored(body.items());
        if (conversations.append(id(request), items).isEmpty()) {
            throw unknown(request);
        }
        return Response.json(200, ListObject.of(new Page<>(items, false), StoredItem::id, view::show))
                .ignoring(body.ignored());
    }

    /** Lists items. */
    Response listItems(RelayRequest request) {
        ItemView view = ItemView.of(request.query());
        PageRequest page = ListObject.page(request.query(), MAX_LIMIT, DEFAULT_LIMIT);
        Page<StoredItem> items = conversations.items(id(request), page).orElseThrow(() -> unknown(request));
        return Response.json(200, ListObject.of(items, StoredItem::id, view::show));
    }

    /** Shows one item. */
    Response retrieveItem(RelayRequest request) {
        ItemView view = ItemView.of(request.query());
        return conversations
                .item(id(request), itemId(request))
                .map(item -> Response.json(200, view.show(item)))
                .orElseThrow(() -> unknownItem(request));
    }

    /** Deletes one item; responds with the conversation. */
    Response deleteItem(RelayRequest request) {
        if (!conversations.deleteItem(id(request), itemId(request))) {
            throw unknownItem(request);
        }
        return retrieve(request);
    }

    private TranslationContext context(RelayRequest request, ObjectNode json) {
        ReferenceResolver.Found found = recollection.find(
                LocalReferences.of(json), new ResponsesDialect().uploadedFiles(json), History.none(), request.memory());
        return found.in(contexts.of(request, true));
    }

    private static List<StoredItem> stored(List<HistoryItem> items) {
        return items.stream()
                .map(item -> new StoredItem(item.id(), item.toBytes()))
                .toList();
    }

    private static Response answer(Conversation conversation) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("id", conversation.id())
                .put("object", "conversation")
                .put("created_at", conversation.createdAt().getEpochSecond());
        object.set("metadata", JSON.read(conversation.metadata()));
        return Response.json(200, object);
    }

    private static String id(RelayRequest request) {
        return request.pathVariable();
    }

    private static String itemId(RelayRequest request) {
        return request.context().variables().get(1);
    }

    private static RequestRejected unknown(RelayRequest request) {
        return MemoryFaults.conversationNotFound(id(request));
    }

    private RequestRejected unknownItem(RelayRequest request) {
        if (conversations.find(id(request)).isEmpty()) {
            return unknown(request);
        }
        String message = "Item with id '" + LogSafeText.of(itemId(request)) + "' not found in conversation '"
                + id(request) + "'.";
        return new RequestRejected(404, new ApiError(message, ApiError.INVALID_REQUEST, null, null));
    }
}
