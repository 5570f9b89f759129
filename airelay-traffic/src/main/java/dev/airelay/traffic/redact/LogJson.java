package dev.airelay.traffic.redact;

import dev.airelay.base.JsonTrees;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;

/** JSON for the log: compact ASCII, numbers with all their digits. */
public final class LogJson {
    /** JSON that can be parsed, up to 500 levels by default, can be written inside a record. */
    private static final int MAX_DEPTH = 600;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // A generator writes many lines.
            .rootValueSeparator((String) null)
            .build();

    private static final JsonTrees TREES = new JsonTrees(FACTORY, true);

    private LogJson() {}

    /** Throws JacksonException when it is not JSON. */
    public static JsonNode read(String text) {
        return TREES.read(text);
    }

    /** Throws JacksonException when it is not JSON. */
    public static JsonNode read(byte[] utf8) {
        return TREES.read(utf8);
    }

    /** Returns a generator that writes to the stream. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    static String write(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            content.accept(json);
        }
        return text.toString();
    }
}
