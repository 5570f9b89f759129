package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Restores the client's tool names in the upstream's events. Only events that can contain a tool name are parsed. Immutable.
 */
public final class NameRestorer {

    private static final Set<EventType> NAMING = EnumSet.of(
            EventType.CREATED,
            EventType.QUEUED,
            EventType.IN_PROGRESS,
            EventType.OUTPUT_ITEM_ADDED,
            EventType.OUTPUT_ITEM_DONE,
            EventType.FUNCTION_CALL_ARGUMENTS_DONE,
            EventType.CUSTOM_TOOL_CALL_INPUT_DONE,
            EventType.COMPLETED,
            EventType.DONE,
            EventType.INCOMPLETE,
            EventType.FAILED);

    private static final String NAME = "name";
    private static final String RESPONSE = "response";
    private static final String TOOLS = "tools";
    /** The members of a response object with tool names, each a list of objects or one object. */
    private static final List<String> NAMING_MEMBERS = List.of("output", TOOLS, "tool_choice");

    private final Map<String, String> clientNames;

    /**
     * Creates an instance.
     *
     * @param clientNames the client's names by their replacements
     */
    public NameRestorer(Map<String, String> clientNames) {
        this.clientNames = Map.copyOf(clientNames);
    }

    /** Returns the event with the client's names; the event itself if it contains no tool name. */
    UpstreamEvent restored(UpstreamEvent event) {
        if (!NAMING.contains(event.type())) {
            return event;
        }
        byte[] json = event.json();
        if (!(Json.read(json, 0, json.length) instanceof ObjectNode read) || !restore(read)) {
            return event;
        }
        return UpstreamEvent.parse(Json.write(read)).orElse(event);
    }

    /** Returns a copy of tools, or of a choice among them, with the client's names. */
    public JsonNode restored(JsonNode tools) {
        JsonNode copy = tools.deepCopy();
        renameAll(copy);
        return copy;
    }

    private boolean restore(ObjectNode event) {
        boolean changed = rename(event);
        changed |= rename(event.path("item"));
        JsonNode response = event.path(RESPONSE);
        for (String member : NAMING_MEMBERS) {
            changed |= renameAll(response.path(member));
        }
        return changed;
    }

    private boolean renameAll(JsonNode named) {
        boolean changed = rename(named);
        for (JsonNode element : named) {
            changed |= rename(element);
        }
        return changed;
    }

    /** Renames an object, and the tools that it groups. */
    private boolean rename(JsonNode named) {
        boolean changed = false;
        String clientName = clientNames.get(named.path(NAME).stringValue(""));
        if (named instanceof ObjectNode object && clientName != null) {
            object.put(NAME, clientName);
            changed = true;
        }
        for (JsonNode grouped : named.path(TOOLS)) {
            changed |= rename(grouped);
        }
        return changed;
    }
}
