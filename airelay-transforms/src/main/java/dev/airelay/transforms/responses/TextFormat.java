package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.Nulls;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.SchemaName;
import dev.airelay.transforms.request.Value;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Checks {@code text.format}. The schema is copied as it is. */
final class TextFormat {

    private static final String JSON_SCHEMA = "json_schema";
    private static final List<String> TYPES = List.of("text", "json_object", JSON_SCHEMA);

    private TextFormat() {}

    /** Returns the format for the upstream. */
    static ObjectNode read(Value value) {
        ObjectView format = value.object();
        if (format.required("type").oneOf(TYPES).equals(JSON_SCHEMA)) {
            SchemaName.checked(format.required("name"));
            format.required("schema").object();
            format.text("description");
            format.find("strict").ifPresent(Value::flag);
        }
        return Nulls.without(format.node());
    }
}
