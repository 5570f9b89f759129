package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Annotations in chat's nested form. Chat has only web citations, not citations of hosted files. */
final class ChatAnnotations {

    private static final String URL_CITATION = "url_citation";

    private final int end;
    private final ArrayNode annotations = Json.array();

    /**
     * Creates an empty list.
     *
     * @param end length of the message in characters; annotations beyond it are omitted
     */
    ChatAnnotations(int end) {
        this.end = end;
    }

    /**
     * Adds an annotation of one text part.
     *
     * @param shift number of characters of the message before the part
     */
    void add(JsonNode flat, int shift) {
        if (!URL_CITATION.equals(flat.path("type").stringValue(""))) {
            return;
        }
        int endIndex = flat.path("end_index").asInt(0) + shift;
        if (endIndex > end) {
            return;
        }
        ObjectNode citation = Json.object()
                .put("start_index", flat.path("start_index").asInt(0) + shift)
                .put("end_index", endIndex)
                .put("url", flat.path("url").stringValue(""))
                .put("title", flat.path("title").stringValue(""));
        annotations.addObject().put("type", URL_CITATION).set(URL_CITATION, citation);
    }

    /** Returns all annotations. */
    ArrayNode toNode() {
        return annotations;
    }
}
