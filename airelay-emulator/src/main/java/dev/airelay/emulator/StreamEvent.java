package dev.airelay.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** One event of a response stream: its type and its JSON, which names the type again. */
record StreamEvent(String type, ObjectNode json) {
    static final String TYPE = "type";
    static final String DELTA = "delta";
    static final String RESPONSE = "response";
    static final String ITEM = "item";
    static final String OUTPUT_INDEX = "output_index";
    static final String SEQUENCE = "sequence_number";
    private static final Set<String> TERMINAL =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.done", "error");

    /** A new event whose sequence number {@link #numbered} sets. */
    static StreamEvent of(String type) {
        ObjectNode json = Json.object().put(TYPE, type);
        return new StreamEvent(type, isExtension(type) ? json : json.put(SEQUENCE, 0));
    }

    /** The same events with dense sequence numbers from 0; extension events carry none. */
    static List<StreamEvent> numbered(List<StreamEvent> events) {
        List<StreamEvent> numbered = new ArrayList<>(events.size());
        int next = 0;
        for (StreamEvent event : events) {
            if (isExtension(event.type)) {
                numbered.add(event);
            } else {
                // A copy: scripts may list one event twice.
                ObjectNode json = Json.object();
                json.setAll(event.json);
                json.put(SEQUENCE, next++);
                numbered.add(new StreamEvent(event.type, json));
            }
        }
        return numbered;
    }

    boolean isDelta() {
        return type.endsWith(".delta");
    }

    boolean isTerminal() {
        return TERMINAL.contains(type);
    }

    boolean isItemDone() {
        return type.equals("response.output_item.done");
    }

    boolean isItemAdded() {
        return type.equals("response.output_item.added");
    }

    int outputIndex() {
        return json.path(OUTPUT_INDEX).intValue(-1);
    }

    private static boolean isExtension(String type) {
        boolean ofApi = type.equals("error") || type.equals("keepalive") || type.startsWith("response.");
        return !ofApi || type.equals("response.metadata");
    }
}
