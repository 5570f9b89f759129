package dev.airelay.transforms.responses;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the references of a body to the relay's own store. */
public final class LocalReferences {

    static final String PREVIOUS_RESPONSE_ID = "previous_response_id";
    static final String CONVERSATION = "conversation";
    static final String INPUT = "input";

    /** The members of a body with items; a conversation's are not an input. */
    private static final List<String> LISTS = List.of(INPUT, "items");

    private LocalReferences() {}

    /** Returns the references, even if the body is otherwise invalid. */
    public static References of(ObjectNode body) {
        List<String> items = new ArrayList<>();
        for (String list : LISTS) {
            for (JsonNode item : body.path(list)) {
                if (item.isObject()) {
                    KnownItems.referenceId(item).ifPresent(items::add);
                }
            }
        }
        return new References(text(body.path(PREVIOUS_RESPONSE_ID)), conversationId(body), items);
    }

    /** Returns the reference of another dialect's body: only the conversation. */
    public static References ofConversation(ObjectNode body) {
        return new References(Optional.empty(), conversationId(body), List.of());
    }

    /**
     * Returns the ids of the uploaded files that stored items refer to, one for each reference. They must be loaded like
     * those of the request.
     */
    public static List<String> uploadedFiles(History history) {
        List<String> ids = new ArrayList<>();
        history.all().forEach(item -> ids.addAll(FileReferences.idsOfItem(item)));
        return ids;
    }

    private static Optional<String> conversationId(ObjectNode body) {
        JsonNode conversation = body.path(CONVERSATION);
        return text(conversation.isObject() ? conversation.path("id") : conversation);
    }

    /** Returns the id by which a request names its conversation: a text, or an object with an {@code id}. */
    static String conversationId(Value value) {
        return (value.isText() ? value : value.object().required("id")).shortText();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value.stringValue("")).filter(text -> !text.isEmpty());
    }
}
