package dev.airelay.transforms.input;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.FileDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The places of a request that refer to uploaded files: content parts with a {@code file_id}, in messages, input items and
 * tool outputs. The upstream does not have the relay's files, so their content replaces the reference.
 */
public final class FileReferences {

    private static final String FILE_ID = "file_id";
    private static final String FILE_GONE = "The file can no longer be read.";
    private static final List<String> LISTS = List.of("messages", "input", "items");
    private static final List<String> PART_LISTS = List.of("content", "output");
    /** The members in which chat's parts nest their file; those of Responses do not. */
    private static final List<String> HOLDERS = List.of("file", "image_url");

    private static final List<String> IMAGES = List.of("input_image", "image_url");
    private static final List<String> TYPES = List.of("file", "input_file", "input_image", "image_url");

    private FileReferences() {}

    /** Returns the ids that the request refers to, one for each reference, even if the request is otherwise invalid. */
    public static List<String> ids(ObjectNode body) {
        List<String> ids = new ArrayList<>();
        for (String list : LISTS) {
            for (JsonNode item : body.path(list)) {
                ids.addAll(idsOfItem(item));
            }
        }
        return ids;
    }

    /**
     * Returns the part with an uploaded file.
     *
     * @param id the file's id, at its place in the request
     * @param image whether it must be an image
     */
    public static ObjectNode part(Value id, boolean image, FileDirectory files) {
        FilePart file = find(id.id(), id.at(), files);
        return image ? file.asImage(Optional.empty()) : file.asContent();
    }

    private static FilePart find(String id, Location at, FileDirectory files) {
        return new FilePart(
                files.find(id)
                        .orElseThrow(() -> Rejections.invalid(
                                at,
                                "file_not_found",
                                "no file with id '" + Rejections.shown(id)
                                        + "' is stored here. Upload it first, or send its content inline.")),
                at);
    }

    /** Returns the ids that one item refers to, one for each reference. */
    public static List<String> idsOfItem(JsonNode item) {
        List<String> ids = new ArrayList<>();
        for (String parts : PART_LISTS) {
            item.path(parts).forEach(part -> id(part).ifPresent(ids::add));
        }
        return ids;
    }

    /** Returns the item at {@code at} with its references replaced by the files. */
    public static ObjectNode replaced(ObjectNode item, Location at, FileDirectory files) {
        return idsOfItem(item).isEmpty() ? item : item(item, at, putting(files));
    }

    /**
     * Returns a stored item with its references replaced by the files; a text replaces a file that is missing or unsuitable.
     */
    public static ObjectNode replacedWhereFound(
            ObjectNode item, Location at, FileDirectory files, Disclosures disclosures) {
        return idsOfItem(item).isEmpty()
                ? item
                : item(item, at, (part, id, partAt) -> {
                    try {
                        return file(part, id, partAt, files);
                    } catch (RequestRejected unfit) {
                        disclosures.ignoreValue(partAt, FILE_GONE);
                        return InputParts.text("[The file " + id + " can no longer be read.]");
                    }
                });
    }

    /** The replacement of a reference. */
    @FunctionalInterface
    private interface Replacement {
        JsonNode of(JsonNode part, String id, Location at);
    }

    /** Returns a list of messages with its references replaced by the files; the same value if it has none. */
    public static Value replaced(Value list, FileDirectory files) {
        if (!(list.node() instanceof ArrayNode items)
                || items.valueStream().allMatch(item -> idsOfItem(item).isEmpty())) {
            return list;
        }
        ArrayNode replaced = items.arrayNode();
        for (JsonNode item : items) {
            Location at = list.at().index(replaced.size());
            replaced.add(item instanceof ObjectNode object ? replaced(object, at, files) : item);
        }
        return new Value(replaced, list.at());
    }

    private static Replacement putting(FileDirectory files) {
        return (part, id, at) -> file(part, id, at, files);
    }

    private static ObjectNode item(ObjectNode item, Location at, Replacement replacement) {
        ObjectNode replaced = shallowCopy(item);
        for (String list : PART_LISTS) {
            if (item.get(list) instanceof ArrayNode parts) {
                ArrayNode read = parts.arrayNode();
                for (JsonNode part : parts) {
                    Location partAt = at.member(list).index(read.size());
                    read.add(
                            id(part).map(id -> replacement.of(part, id, partAt)).orElse(part));
                }
                replaced.set(list, read);
            }
        }
        return replaced;
    }

    private static JsonNode file(JsonNode part, String id, Location at, FileDirectory files) {
        String type = part.path("type").stringValue("");
        String holder = type.startsWith("input_") ? "" : type;
        boolean nested = !holder.isEmpty() && part.path(holder).has(FILE_ID);
        JsonNode referring = nested ? part.get(holder) : part;
        Location idAt = (nested ? at.member(holder) : at).member(FILE_ID);
        FilePart file = find(id, idAt, files);
        JsonNode detail = referring.path("detail");
        Optional<Value> asked = detail.isMissingNode() || detail.isNull()
                ? Optional.empty()
                : Optional.of(new Value(detail, (nested ? at.member(holder) : at).member("detail")));
        return IMAGES.contains(type) ? file.asImage(asked) : file.asContent();
    }

    /** Returns the data URL of an uploaded image. */
    public static String imageUrl(Value id, FileDirectory files) {
        return find(id.shortText(), id.at(), files)
                .asImage(Optional.empty())
                .path("image_url")
                .stringValue("");
    }

    private static Optional<String> id(JsonNode part) {
        if (!TYPES.contains(part.path("type").stringValue(""))) {
            return Optional.empty();
        }
        for (String holder : HOLDERS) {
            String nested = part.path(holder).path(FILE_ID).stringValue("");
            if (!nested.isEmpty()) {
                return Optional.of(nested);
            }
        }
        return Optional.of(part.path(FILE_ID).stringValue("")).filter(id -> !id.isEmpty());
    }

    private static ObjectNode shallowCopy(ObjectNode node) {
        ObjectNode copy = node.objectNode();
        copy.setAll(node);
        return copy;
    }
}
