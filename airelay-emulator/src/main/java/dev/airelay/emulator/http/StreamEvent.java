package dev.airelay.emulator.http;

import dev.airelay.emulator.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** One event of a response stream: its type and its JSON, which names the type again. */
public record StreamEvent(String type, ObjectNode json) {
    static final String TYPE = "type";
    public static final String DELTA = "delta";
    public static final String RESPONSE = "response";
    public static final String ITEM = "item";
    public static final String OUTPUT_INDEX = "output_index";
    public static final String SEQUENCE = "sequence_number";
    private static final Set<String> TERMINAL =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.done", "error");

    /** A new event whose sequence number {@link #numbered} sets. */
    public static StreamEvent of(String type) {
        ObjectNode json = Json.object().put(TYPE, type);
        return new StreamEvent(type, isExtension(type) ? json : json.put(SEQUENCE, 0));
    }

    /** The same events with dense sequence numbers from 0; extension events carry none. */
    public static List<StreamEvent> numbered(List<StreamEvent> events) {
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

    public boolean isDelta() {
        return type.endsWith(".delta");
    }

    /** Whether it carries part of the output: a piece of text, or a partial image. */
    public boolean isPartial() {
        return isDelta() || type.endsWith(".partial_image");
    }

    public boolean isTerminal() {
        return TERMINAL.contains(type);
    }

    public boolean isItemDone() {
        return type.equals("response.output_item.done");
    }

    public boolean isItemAdded() {
        return type.equals("response.output_item.added");
    }

    /** The position of its output item, or -1 when it belongs to none. */
    public int outputIndex() {
        return json.path(OUTPUT_INDEX).intValue(-1);
    }

    private static boolean isExtension(String type) {
        boolean ofApi = type.equals("error") || type.equals("keepalive") || type.startsWith("response.");
        return !ofApi || type.equals("response.metadata");
    }
}
