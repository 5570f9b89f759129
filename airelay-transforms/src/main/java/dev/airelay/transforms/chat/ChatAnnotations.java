package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Annotations in chat's nested form. Chat knows only web citations; citations of hosted files have no form there. */
final class ChatAnnotations {

    private static final String URL_CITATION = "url_citation";

    private final int end;
    private final ArrayNode annotations = Json.array();

    /**
     * Creates an empty list.
     *
     * @param end how many characters the message has; what would annotate later ones is left out
     */
    ChatAnnotations(int end) {
        this.end = end;
    }

    /**
     * Adds an annotation of one text part.
     *
     * @param shift how many characters of the message stand before the part
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
