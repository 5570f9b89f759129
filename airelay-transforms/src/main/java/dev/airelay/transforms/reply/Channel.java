package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places of an output item whose text is streamed in deltas. */
public enum Channel {
    TEXT(ItemKind.MESSAGE, "output_text"),
    REFUSAL(ItemKind.MESSAGE, "refusal"),
    REASONING(ItemKind.REASONING, "reasoning_text"),
    SUMMARY(ItemKind.REASONING, "summary_text"),
    ARGUMENTS(ItemKind.FUNCTION_CALL, ""),
    INPUT(ItemKind.CUSTOM_TOOL_CALL, "");

    private static final Map<String, Channel> BY_PART_TYPE = new HashMap<>();

    static {
        for (Channel channel : values()) {
            if (!channel.partType.isEmpty()) {
                BY_PART_TYPE.put(channel.partType, channel);
            }
        }
    }

    private final ItemKind item;
    private final String partType;

    Channel(ItemKind item, String partType) {
        this.item = item;
        this.partType = partType;
    }

    /** Returns the channel of a part with this {@code type} member, or null when there is none. */
    public static @Nullable Channel ofPart(String partType) {
        return BY_PART_TYPE.get(partType);
    }

    /** Returns the channel of the model's input to a call of this kind. */
    public static Channel ofCall(ItemKind call) {
        return call == ItemKind.FUNCTION_CALL ? ARGUMENTS : INPUT;
    }

    /** Returns whether {@code text} is blank: an upstream may send white space for arguments, which no client can parse. */
    boolean saysNothing(JsonText text) {
        return this == ARGUMENTS ? text.isBlank() : text.isEmpty();
    }

    /** Returns the kind of item that has such a place. */
    public ItemKind item() {
        return item;
    }

    /** Returns the {@code type} member of the part around the text; empty where there is no part. */
    public String partType() {
        return partType;
    }

    /** Returns the member with the whole text, in the part or item and in the done event. */
    public JsonName member() {
        return switch (this) {
            case TEXT, REASONING, SUMMARY -> EventMember.TEXT;
            case REFUSAL -> EventMember.REFUSAL;
            case ARGUMENTS -> EventMember.ARGUMENTS;
            case INPUT -> EventMember.INPUT;
        };
    }

    /** Returns the event member that numbers the parts, or null if the item itself contains the text. */
    public @Nullable JsonName index() {
        return switch (this) {
            case TEXT, REFUSAL, REASONING -> EventMember.CONTENT_INDEX;
            case SUMMARY -> EventMember.SUMMARY_INDEX;
            case ARGUMENTS, INPUT -> null;
        };
    }

    /** Returns the type of the events that carry a piece of the text. */
    public EventType deltaType() {
        return switch (this) {
            case TEXT -> EventType.OUTPUT_TEXT_DELTA;
            case REFUSAL -> EventType.REFUSAL_DELTA;
            case REASONING -> EventType.REASONING_TEXT_DELTA;
            case SUMMARY -> EventType.REASONING_SUMMARY_TEXT_DELTA;
            case ARGUMENTS -> EventType.FUNCTION_CALL_ARGUMENTS_DELTA;
            case INPUT -> EventType.CUSTOM_TOOL_CALL_INPUT_DELTA;
        };
    }

    /** Returns the type of the event that carries the whole text. */
    public EventType doneType() {
        return switch (this) {
            case TEXT -> EventType.OUTPUT_TEXT_DONE;
            case REFUSAL -> EventType.REFUSAL_DONE;
            case REASONING -> EventType.REASONING_TEXT_DONE;
            case SUMMARY -> EventType.REASONING_SUMMARY_TEXT_DONE;
            case ARGUMENTS -> EventType.FUNCTION_CALL_ARGUMENTS_DONE;
            case INPUT -> EventType.CUSTOM_TOOL_CALL_INPUT_DONE;
        };
    }
}
