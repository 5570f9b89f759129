package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.SchemaName;
import dev.airelay.transforms.request.Value;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns {@code response_format} into the upstream's flat text format. The schema is copied as it is. */
final class ResponseFormat {

    private static final String JSON_SCHEMA = "json_schema";
    private static final List<String> TYPES = List.of("text", "json_object", JSON_SCHEMA);

    private ResponseFormat() {}

    static ObjectNode read(Value format) {
        ObjectView view = format.object();
        String type = view.required("type").oneOf(TYPES);
        ObjectNode flat = JsonNodeFactory.instance.objectNode().put("type", type);
        if (type.equals(JSON_SCHEMA)) {
            ObjectView schema = view.required(JSON_SCHEMA).object();
            flat.put("name", SchemaName.checked(schema.required("name")));
            schema.text("description").ifPresent(description -> flat.put("description", description));
            flat.set("schema", schema.required("schema").object().node().deepCopy());
            schema.find("strict").ifPresent(strict -> flat.put("strict", strict.flag()));
        }
        return flat;
    }
}
