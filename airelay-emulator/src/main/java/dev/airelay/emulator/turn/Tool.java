package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tool of a request; those of a namespace stand for themselves and remember its name. */
public record Tool(String type, String name, @Nullable String namespace, JsonNode definition) {
    public static final String FUNCTION = "function";
    public static final String CUSTOM = "custom";
    public static final String NAMESPACE = "namespace";
    static final String IMAGE_GENERATION = "image_generation";

    private static final Set<String> UNSPECIFIC = Set.of("type", "output_format");

    /** All tools of a request that can be called or run, in order. */
    public static List<Tool> of(TurnRequest request) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode definition : request.tools()) {
            Tool tool = of(definition, null);
            if (tool.type.equals(NAMESPACE)) {
                TurnRequest.elements(definition.path(TurnRequest.TOOLS))
                        .forEach(inner -> tools.add(of(inner, tool.name)));
            } else {
                tools.add(tool);
            }
        }
        return tools;
    }

    /** Whether calls of it are answered by the client. */
    boolean callable() {
        return type.equals(FUNCTION) || type.equals(CUSTOM);
    }

    /** Whether it makes images and says more of them than their format. */
    boolean drawsByOrder() {
        return type.equals(IMAGE_GENERATION)
                && definition.propertyNames().stream().anyMatch(name -> !UNSPECIFIC.contains(name));
    }

    JsonNode parameters() {
        return definition.path("parameters");
    }

    /** Whether a prompt names this tool as a word of its own. */
    boolean namedIn(String prompt) {
        return !name.isEmpty()
                && Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(name) + "(?![A-Za-z0-9_-])")
                        .matcher(prompt)
                        .find();
    }

    private static Tool of(JsonNode definition, @Nullable String namespace) {
        return new Tool(Json.string(definition, "type"), Json.string(definition, "name"), namespace, definition);
    }
}
