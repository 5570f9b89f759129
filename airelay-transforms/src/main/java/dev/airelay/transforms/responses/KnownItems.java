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
 * What references of a request may point to.
 *
 * @param history kept items
 * @param files uploaded files
 */
record KnownItems(History history, FileDirectory files) {

    /** The type of an item that stands for another. */
    static final String REFERENCE = "item_reference";

    /** Returns whether the item is nothing but the id of another; its type may be left out. */
    static boolean isReference(ObjectView item) {
        return referenceId(item.node()).isPresent()
                || item.text("type").filter(REFERENCE::equals).isPresent();
    }

    /** Returns the id of the item that this one stands for, whatever else is wrong with it. */
    static Optional<String> referenceId(JsonNode item) {
        String type = item.path("type").stringValue("");
        boolean typed = type.equals(REFERENCE);
        boolean bare = !item.hasNonNull("type") && !item.hasNonNull("role");
        return typed || bare
                ? Optional.of(item.path("id").stringValue("")).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    /** Returns the item that a reference stands for. */
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

    /** Returns the item with uploaded files in the place of its references to them. */
    ObjectNode withFiles(ObjectNode item, Location at) {
        return FileReferences.replaced(item, at, files);
    }

    /** Returns a kept item the same way; where a file cannot be sent any more, a text says so to the model. */
    ObjectNode withFilesStillThere(ObjectNode item, Location at, Disclosures disclosures) {
        return FileReferences.replacedWhereFound(item, at, files, disclosures);
    }
}
