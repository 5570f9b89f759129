package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a JSON document where a text can stand.
 *
 * @param title the names on the way to it, with the kinds of the objects and without positions in lists
 * @param document the document
 * @param place its place
 * @param what the kind of the long text there
 */
record TextField(String title, ObjectNode document, JsonPointer place, What what) {
    private static final String MARK = "the place of the text";
    private static final List<String> KINDS = List.of("type", "role", "object");

    /** The kinds of long text. */
    enum What {
        /** In place of a text, or of any other value. */
        VALUE,
        /** The name of a further member of an object. */
        NAME,
        /** A number of many digits. */
        NUMBER
    }

    /** The fields of all documents, each kind once, in the first document that has it. */
    static List<TextField> of(List<ObjectNode> documents) {
        Map<String, TextField> fields = new LinkedHashMap<>();
        for (ObjectNode document : documents) {
            List<TextField> found = new ArrayList<>();
            collect(document, document, JsonPointer.empty(), kind(document), found);
            found.forEach(field -> fields.putIfAbsent(field.what + " " + field.title, field));
        }
        return List.copyOf(fields.values());
    }

    private static void collect(
            ObjectNode document, JsonNode node, JsonPointer place, String title, List<TextField> found) {
        if (node instanceof ObjectNode object) {
            found.add(new TextField(title, document, place, What.NAME));
            object.properties()
                    .forEach(member -> collect(
                            document,
                            member.getValue(),
                            place.appendProperty(member.getKey()),
                            title + "/" + member.getKey() + kind(member.getValue()),
                            found));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(document, array.get(i), place.appendIndex(i), title + "/*" + kind(array.get(i)), found);
            }
        } else {
            found.add(new TextField(title, document, place, What.VALUE));
            if (node.isNumber()) {
                found.add(new TextField(title, document, place, What.NUMBER));
            }
        }
    }

    private static String kind(JsonNode node) {
        Optional<String> kind = KINDS.stream()
                .map(name -> node.path(name).stringValue(""))
                .filter(value -> !value.isEmpty())
                .findFirst();
        return kind.map(value -> "(" + value + ")").orElse("");
    }

    /** Returns the document as JSON with a long text there. */
    byte[] with(HostileText hostile, int size) {
        return json(changed(hostile, size), size);
    }

    /** Returns a copy of the document with a long text there; {@link #json} writes it. */
    ObjectNode changed(HostileText hostile, int size) {
        ObjectNode copy = document.deepCopy();
        return switch (what) {
            case VALUE -> replace(copy, hostile.text(document.at(place).asString(""), size));
            case NAME -> {
                ((ObjectNode) copy.at(place)).put(hostile.text("name", size), "x");
                yield copy;
            }
            case NUMBER -> replace(copy, MARK);
        };
    }

    /** Returns a changed document, or a part of it, as JSON. */
    static byte[] json(JsonNode changed, int size) {
        String json = JsonMapper.shared().writeValueAsString(changed);
        return json.replace('"' + MARK + '"', "1" + "0".repeat(size)).getBytes(UTF_8);
    }

    private ObjectNode replace(ObjectNode copy, String text) {
        JsonNode parent = copy.at(place.head());
        if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), text);
        } else {
            ((ObjectNode) parent).put(place.last().getMatchingProperty(), text);
        }
        return copy;
    }

    Stream<HostileText> texts() {
        return HostileText.of(what + " " + title).stream().limit(what == What.NUMBER ? 1 : Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return what + " " + title;
    }
}
