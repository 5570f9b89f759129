package dev.airelay.backend.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the upstream's model catalog. Lenient: a member of an unexpected type counts as missing, and an entry without a slug
 * is skipped, so that one malformed entry does not hide the others.
 */
public final class ModelCatalogReader {

    private static final String MODELS = "models";
    private static final String SLUG = "slug";
    private static final String DISPLAY_NAME = "display_name";
    private static final String VISIBILITY = "visibility";
    private static final String CONTEXT_WINDOW = "context_window";
    private static final String SUPPORTED_EFFORTS = "supported_reasoning_levels";
    private static final String EFFORT = "effort";
    private static final String DEFAULT_EFFORT = "default_reasoning_level";
    private static final String INPUT_MODALITIES = "input_modalities";
    private static final String PRIORITY = "priority";

    private ModelCatalogReader() {}

    /** Returns the catalog; empty if the object contains no list of models. */
    public static Optional<ModelCatalog> read(ObjectNode json, @Nullable String etag) {
        JsonNode entries = json.path(MODELS);
        if (!entries.isArray()) {
            return Optional.empty();
        }
        List<Model> models = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (entry instanceof ObjectNode object && object.path(SLUG).isString()) {
                models.add(model(object));
            }
        }
        models.sort(Comparator.comparingInt(model -> model.priority().orElse(Integer.MAX_VALUE)));
        return Optional.of(new ModelCatalog(models, Optional.ofNullable(etag)));
    }

    private static Model model(ObjectNode entry) {
        JsonNode window = entry.path(CONTEXT_WINDOW);
        JsonNode priority = entry.path(PRIORITY);
        return new Model(
                entry.path(SLUG).stringValue(),
                text(entry.path(DISPLAY_NAME)),
                text(entry.path(VISIBILITY)),
                window.canConvertToLong() ? OptionalLong.of(window.longValue()) : OptionalLong.empty(),
                efforts(entry.path(SUPPORTED_EFFORTS)),
                text(entry.path(DEFAULT_EFFORT)),
                texts(entry.path(INPUT_MODALITIES)),
                priority.canConvertToInt() ? OptionalInt.of(priority.intValue()) : OptionalInt.empty(),
                entry);
    }

    /** Each level is an object that names its effort; plain strings are accepted too. */
    private static List<String> efforts(JsonNode levels) {
        List<String> efforts = new ArrayList<>();
        for (JsonNode level : levels) {
            text(level.isObject() ? level.path(EFFORT) : level).ifPresent(efforts::add);
        }
        return efforts;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list) {
            text(element).ifPresent(texts::add);
        }
        return texts;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
