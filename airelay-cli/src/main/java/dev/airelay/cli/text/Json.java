package dev.airelay.cli.text;

import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON for programs, two spaces deep; and the field names that several documents share. */
public final class Json {
    public static final String BEARER_TOKEN_FILE = "bearer_token_file";
    public static final String BEARER_TOKEN_SOURCE = "bearer_token_source";
    public static final String CLIENT_API_KEY = "client_api_key";
    public static final String CLIENT = "client";
    /** Grows when a member changes its meaning or goes; new members do not change it. */
    private static final int SCHEMA_VERSION = 1;

    private static final String NEXT_STEPS = "next_steps";

    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER = JsonMapper.shared()
            .writer()
            .with(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(INDENTER)
                    .withArrayIndenter(INDENTER));

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object that a mapper makes of a value which says itself how its fields are named. */
    static ObjectNode tree(Object value) {
        return JsonMapper.shared().valueToTree(value);
    }

    public static void addSteps(ObjectNode document, List<String> steps) {
        ArrayNode array = document.putArray(NEXT_STEPS);
        steps.forEach(array::add);
    }

    /** Returns the text of a result, with the version of its form first. */
    public static String versioned(ObjectNode document) {
        ObjectNode whole = object().put("schema_version", SCHEMA_VERSION);
        whole.setAll(document);
        return text(whole);
    }

    public static String text(ObjectNode document) {
        return WRITER.writeValueAsString(document);
    }
}
