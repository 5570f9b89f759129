package dev.airelay.server.ollama;

import dev.airelay.backend.account.Model;
import dev.airelay.base.Sha256;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model as Ollama's routes show it. Clients require members that the upstream does not have: the size of the file is zero,
 * and its format, parameters and quantization are empty strings, as for Ollama's own remote models.
 *
 * @param name the name for requests
 * @param model the upstream's entry; empty if only the name is known
 */
record OllamaModelView(String name, Optional<Model> model) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Python before 3.11 parses no other form of the offset, and no nanoseconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    /** The family of all models; the other names of architecture-dependent members begin with it. */
    private static final String ARCHITECTURE = "gpt";

    private static final String IMAGES = "image";

    /** Returns a time as these routes write it. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Returns the entry of {@code /api/tags}. */
    ObjectNode tag(Instant modified, boolean toolsAllowed) {
        ObjectNode entry = head().put("modified_at", time(modified));
        return entry.set("capabilities", capabilities(toolsAllowed));
    }

    /** Returns the entry of {@code /api/ps}: a model that is loaded. */
    ObjectNode running(Instant expires) {
        ObjectNode entry = head().put("expires_at", time(expires)).put("size_vram", 0);
        contextWindow().ifPresent(tokens -> entry.put("context_length", tokens));
        return entry;
    }

    private ObjectNode head() {
        ObjectNode entry = NODES.objectNode()
                .put("name", name)
                .put("model", name)
                .put("size", 0)
                .put("digest", Sha256.hex(name));
        return entry.set("details", details());
    }

    /** Returns the response of {@code /api/show}. */
    ObjectNode shown(Instant modified, boolean toolsAllowed) {
        ObjectNode shown = NODES.objectNode()
                .put("license", "")
                .put("modelfile", "")
                .put("parameters", "")
                .put("template", "")
                .put("modified_at", time(modified));
        shown.set("details", details());
        ObjectNode info = shown.putObject("model_info")
                .put("general.architecture", ARCHITECTURE)
                .put("general.basename", model.flatMap(Model::displayName).orElse(name));
        contextWindow().ifPresent(tokens -> info.put(ARCHITECTURE + ".context_length", tokens));
        shown.set("capabilities", capabilities(toolsAllowed));
        List<String> efforts = efforts();
        if (!efforts.isEmpty()) {
            ObjectNode thinking = shown.putObject("thinking");
            ArrayNode values = thinking.putArray("values");
            efforts.forEach(values::add);
            thinking.put("default", model.flatMap(Model::defaultEffort).orElse(null));
        }
        return shown;
    }

    private ObjectNode details() {
        ObjectNode details =
                NODES.objectNode().put("parent_model", "").put("format", "").put("family", ARCHITECTURE);
        details.putArray("families").add(ARCHITECTURE);
        return details.put("parameter_size", "").put("quantization_level", "");
    }

    /** Unknown capabilities are listed: the upstream refuses a request that the model cannot serve, with a reason. */
    private ArrayNode capabilities(boolean toolsAllowed) {
        ArrayNode capabilities = NODES.arrayNode().add("completion");
        if (toolsAllowed) {
            capabilities.add("tools");
        }
        List<String> inputs = model.map(Model::inputModalities).orElse(List.of());
        if (inputs.isEmpty() || inputs.contains(IMAGES)) {
            capabilities.add("vision");
        }
        if (model.isEmpty() || !efforts().isEmpty()) {
            capabilities.add("thinking");
        }
        return capabilities;
    }

    private List<String> efforts() {
        return model.map(Model::supportedEfforts).orElse(List.of());
    }

    private OptionalLong contextWindow() {
        return model.map(Model::contextWindow).orElse(OptionalLong.empty());
    }
}
