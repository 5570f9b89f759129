package dev.airelay.server.account;

import dev.airelay.backend.account.Model;
import dev.airelay.server.http.QueryParameters;
import dev.airelay.transforms.anthropic.ClaudeModels;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models in the form of Anthropic's API: the upstream's, the owner's additional names, and the names of Anthropic's
 * families that are aliases of some of them. Claude Code offers only names that begin with {@code claude}.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/models/list">Anthropic on models</a>
 */
final class ClaudeModelList {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1_000;
    /** The upstream reports no time of release; the member is required. */
    private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

    private final ArrayNode all = JsonNodeFactory.instance.arrayNode();

    /**
     * Creates a list.
     *
     * @param models the offered models of the upstream, the preferred one first
     * @param further the owner's names
     * @param aliases resolves one of the owner's names to a model, with an optional effort
     */
    ClaudeModelList(List<Model> models, List<String> further, Function<String, Optional<String>> aliases) {
        List<String> names = new ArrayList<>();
        for (Model model : models) {
            names.add(model.slug());
            all.add(of(model));
        }
        further.stream().filter(name -> !names.contains(name)).forEach(name -> all.add(named(name, name)));
        ModelDirectory directory = directory(List.copyOf(names));
        for (String family : ClaudeModels.NAMES) {
            if (names.contains(family) || further.contains(family)) {
                continue;
            }
            String stoodFor = aliases.apply(family).orElseGet(() -> ClaudeModels.standIn(family, directory));
            models.stream()
                    .filter(model -> stoodFor.startsWith(model.slug()))
                    .max(Comparator.comparingInt(model -> model.slug().length()))
                    .ifPresent(model -> all.add(of(model)
                            .put("id", family)
                            .put(
                                    "display_name",
                                    family + " (" + model.displayName().orElse(stoodFor) + ")")));
        }
    }

    private static ModelDirectory directory(List<String> names) {
        return new ModelDirectory() {
            @Override
            public Optional<ModelTraits> find(String name) {
                return Optional.empty();
            }

            @Override
            public List<String> names() {
                return names;
            }
        };
    }

    /** Returns one model; empty if it is not listed. */
    Optional<ObjectNode> find(String id) {
        return all.valueStream()
                .map(ObjectNode.class::cast)
                .filter(model -> id(model).equals(id))
                .findFirst();
    }

    /** Returns the page for {@code limit}, {@code after_id} and {@code before_id}. */
    ObjectNode page(QueryParameters query) {
        int limit = (int) query.wholeNumber("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        int from = query.text("after_id").map(id -> place(id) + 1).orElse(0);
        int to = all.size();
        Optional<String> before = query.text("before_id");
        if (before.isPresent()) {
            to = Math.max(0, place(before.get()));
            from = Math.max(from, to - limit);
        }
        int end = Math.min(to, from + limit);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode data = page.putArray("data");
        for (int at = from; at < end; at++) {
            data.add(all.get(at));
        }
        boolean more = before.isPresent() ? from > 0 : end < all.size();
        return page.put("has_more", more)
                .put("first_id", data.isEmpty() ? null : id(data.get(0)))
                .put("last_id", data.isEmpty() ? null : id(data.get(data.size() - 1)));
    }

    private int place(String id) {
        for (int at = 0; at < all.size(); at++) {
            if (id(all.get(at)).equals(id)) {
                return at;
            }
        }
        throw QueryParameters.invalid("after_id or before_id", id, "the id of a model in the list");
    }

    private static String id(JsonNode model) {
        return model.path("id").stringValue("");
    }

    /** Returns a model of the upstream. */
    static ObjectNode of(Model model) {
        ObjectNode entry = named(model.slug(), model.displayName().orElse(model.slug()));
        model.contextWindow().ifPresent(tokens -> entry.put("max_input_tokens", tokens));
        ObjectNode capabilities = entry.putObject("capabilities");
        boolean images = model.inputModalities().contains("image");
        supported(capabilities, "batch", false);
        supported(capabilities, "citations", false);
        supported(capabilities, "code_execution", false);
        supported(capabilities, "image_input", images);
        supported(capabilities, "pdf_input", images);
        supported(capabilities, "structured_outputs", true);
        supported(capabilities, "context_management", false)
                .putNull("clear_thinking_20251015")
                .putNull("clear_tool_uses_20250919")
                .putNull("compact_20260112");
        List<String> efforts = model.supportedEfforts();
        ObjectNode effort = supported(capabilities, "effort", !efforts.isEmpty());
        for (String name : List.of("low", "medium", "high", "xhigh", "max")) {
            supported(effort, name, efforts.contains(name));
        }
        ObjectNode types =
                supported(capabilities, "thinking", !efforts.isEmpty()).putObject("types");
        for (String name : List.of("adaptive", "between_tools", "disabled", "enabled")) {
            supported(types, name, !efforts.isEmpty());
        }
        ObjectNode tools = supported(capabilities, "server_tools", true);
        supported(tools, "web_search", true);
        supported(tools, "code_execution", false);
        return entry;
    }

    private static ObjectNode supported(ObjectNode capabilities, String name, boolean supported) {
        return capabilities.putObject(name).put("supported", supported);
    }

    private static ObjectNode named(String id, String displayName) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "model")
                .put("id", id)
                .put("display_name", displayName)
                .put("created_at", UNKNOWN_TIME)
                .put("lifecycle", "active")
                .putNull("line")
                .putNull("deprecated_at")
                .putNull("retires_at")
                .putNull("max_input_tokens")
                .putNull("max_tokens")
                .putNull("capabilities");
    }
}
