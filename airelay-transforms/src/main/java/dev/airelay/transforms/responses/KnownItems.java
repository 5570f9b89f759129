package dev.airelay.transforms.responses;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.spi.FileDirectory;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The possible targets of a request's references.
 *
 * @param history stored items
 * @param files uploaded files
 */
record KnownItems(History history, FileDirectory files) {

    /** The type of an item that stands for another. */
    static final String REFERENCE = "item_reference";

    /** Returns whether the item is only the id of another; its type may be absent. */
    static boolean isReference(ObjectView item) {
        return referenceId(item.node()).isPresent()
                || item.text("type").filter(REFERENCE::equals).isPresent();
    }

    /** Returns the id of the item that this one refers to, even if it is otherwise invalid. */
    static Optional<String> referenceId(JsonNode item) {
        String type = item.path("type").stringValue("");
        boolean typed = type.equals(REFERENCE);
        boolean bare = !item.hasNonNull("type") && !item.hasNonNull("role");
        return typed || bare
                ? Optional.of(item.path("id").stringValue("")).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    /** Returns the item that a reference points to. */
    ObjectNode find(ObjectView reference) {
        String id = reference.required("id").id();
        return history.item(id)
                .orElseThrow(() -> Rejections.invalid(
                        reference.at().member("id"),
                        "item_not_found",
                        "Item with id '" + Rejections.shown(id)
                                + "' not found. Items are stored here until their responses expire,"
                                + " and not at all if 'store' is"
                                + " false. Send the item itself."));
    }

    /** Returns the item with its references replaced by the uploaded files. */
    ObjectNode withFiles(ObjectNode item, Location at) {
        return FileReferences.replaced(item, at, files);
    }

    /** Does the same for a stored item; a text for the model replaces a file that can no longer be sent. */
    ObjectNode withFilesStillThere(ObjectNode item, Location at, Disclosures disclosures) {
        return FileReferences.replacedWhereFound(item, at, files, disclosures);
    }
}
