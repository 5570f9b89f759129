package dev.airelay.transforms.input;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the upstream's instructions and input from a message list.
 *
 * <p>The upstream allows no system role: leading system texts become the instructions, later ones stay where they are as
 * developer messages, because their position means something. Used once, on one thread.
 */
public final class Transcript {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String CONTENT = "content";

    private final List<String> leading = new ArrayList<>();
    private final ArrayNode input = NODES.arrayNode();
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private boolean started;

    /** Creates an empty transcript. */
    public Transcript() {}

    /** Adds the texts of a system or developer message; blank ones are omitted. */
    public void system(List<String> texts) {
        List<String> said = new ArrayList<>(texts);
        said.removeIf(String::isBlank);
        if (said.isEmpty()) {
            return;
        }
        if (started) {
            input.add(developer(said));
        } else {
            leading.add(String.join("\n\n", said));
        }
    }

    /** Records that the conversation proper has begun. */
    public void started() {
        started = true;
    }

    /** Notes that the items since the last call come from this message. */
    public void from(ObjectView message) {
        while (origins.size() < input.size()) {
            origins.add(origin(message));
        }
    }

    /** A message's parts keep their positions; the rest of it has another form upstream. */
    private static MemberNames.Origin origin(ObjectView message) {
        boolean parts = message.node().path(CONTENT).isArray();
        return new MemberNames.Origin(message.at(), within -> {
            if (!within.startsWith("." + CONTENT)) {
                return "";
            }
            return parts && within.indexOf(']') >= 0 ? within.substring(0, within.indexOf(']') + 1) : "." + CONTENT;
        });
    }

    /** Adds a message, unless it has no parts. */
    public void message(String role, ArrayNode parts) {
        if (!parts.isEmpty()) {
            ObjectNode message = NODES.objectNode().put("type", "message").put("role", role);
            message.set(CONTENT, parts);
            input.add(message);
        }
    }

    /** Adds an item of any other kind. */
    public void item(ObjectNode item) {
        input.add(item);
    }

    /**
     * Returns instructions and input. If the client sent only system messages, the last of them is the input: the upstream
     * needs some input.
     */
    public Prompt prompt() {
        if (input.isEmpty() && !leading.isEmpty()) {
            input.add(developer(List.of(leading.remove(leading.size() - 1))));
        }
        return new Prompt(String.join("\n\n", leading), input, List.copyOf(origins));
    }

    private static ObjectNode developer(List<String> texts) {
        ArrayNode parts = NODES.arrayNode();
        texts.forEach(text -> parts.add(InputParts.text(text)));
        ObjectNode message = NODES.objectNode().put("type", "message").put("role", "developer");
        message.set(CONTENT, parts);
        return message;
    }

    /**
     * The prompt of the model.
     *
     * @param instructions empty if the client gave none
     * @param input the upstream's input items
     * @param origins their places in the request
     */
    public record Prompt(String instructions, ArrayNode input, List<MemberNames.Origin> origins) {}
}
