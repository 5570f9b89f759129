package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which events tell of a tool at work that the upstream runs: those named after an item whose text is not streamed. */
final class ToolProgress {

    private static final String PREFIX = "response.";
    private static final Map<EventType, ItemKind> ITEMS = items();

    private ToolProgress() {}

    /** Returns the kind of item that such an event is about; null for other events. */
    static @Nullable ItemKind item(EventType type) {
        return ITEMS.get(type);
    }

    private static Map<EventType, ItemKind> items() {
        Map<EventType, ItemKind> items = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            for (ItemKind kind : ItemKind.values()) {
                boolean named = kind != ItemKind.OTHER && type.wireName().startsWith(PREFIX + kind.wireName());
                ItemKind known = items.get(type);
                // Of two names the longer one tells more: shell_call_output, not shell_call.
                boolean longer = known == null
                        || known.wireName().length() < kind.wireName().length();
                if (named && longer && !kind.streamed()) {
                    items.put(type, kind);
                }
            }
        }
        return items;
    }
}
