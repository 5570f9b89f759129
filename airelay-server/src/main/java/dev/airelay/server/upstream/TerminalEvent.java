package dev.airelay.server.upstream;

import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import dev.airelay.transforms.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * The facts in a turn's terminal event, for the traffic log, whose thread usually reads it.
 *
 * @param answer the response's id, model and usage, as far as present
 * @param status on the wire, such as {@code completed}
 */
record TerminalEvent(ModelAnswer answer, String status) {
    private static final int MEMBERS_OF_A_RESPONSE = 40;
    private static final JsonName RESPONSE = new JsonName("response");
    private static final JsonName ID = new JsonName("id");
    private static final JsonName OBJECT = new JsonName("object");
    private static final JsonName MODEL = new JsonName("model");
    private static final JsonName STATUS = new JsonName("status");
    private static final JsonName USAGE = new JsonName("usage");
    private static final JsonName INPUT_TOKENS = new JsonName("input_tokens");
    private static final JsonName INPUT_DETAILS = new JsonName("input_tokens_details");
    private static final JsonName CACHED_TOKENS = new JsonName("cached_tokens");
    private static final JsonName OUTPUT_TOKENS = new JsonName("output_tokens");
    private static final JsonName OUTPUT_DETAILS = new JsonName("output_tokens_details");
    private static final JsonName REASONING_TOKENS = new JsonName("reasoning_tokens");
    private static final JsonName TOTAL_TOKENS = new JsonName("total_tokens");

    /** Reads the event without a tree: its output may be large. Everything is absent if the event is malformed. */
    static TerminalEvent of(UpstreamEvent event) {
        JsonMembers inner = new JsonMembers(MEMBERS_OF_A_RESPONSE);
        JsonMembers members = new JsonMembers(inner);
        members.scan(event.bytes(), event.from(), event.to());
        JsonSlice found = members.value(RESPONSE);
        JsonMembers response = found != null && inner.of(found) ? inner : within(members, RESPONSE);
        String status = text(response, STATUS);
        return new TerminalEvent(
                new ModelAnswer(text(response, ID), text(response, OBJECT), text(response, MODEL), usage(response)),
                status == null ? event.type().wireName() : status);
    }

    private static @Nullable TokenUsage usage(JsonMembers response) {
        JsonSlice value = response.value(USAGE);
        if (value == null || !value.isObject()) {
            return null;
        }
        JsonMembers usage = value.members();
        long input = usage.integer(INPUT_TOKENS, 0);
        long output = usage.integer(OUTPUT_TOKENS, 0);
        return new TokenUsage(
                input,
                within(usage, INPUT_DETAILS).integer(CACHED_TOKENS, 0),
                output,
                within(usage, OUTPUT_DETAILS).integer(REASONING_TOKENS, 0),
                usage.integer(TOTAL_TOKENS, input + output));
    }

    /** Returns the members of one that is an object; none if it is not. */
    private static JsonMembers within(JsonMembers members, JsonName name) {
        JsonSlice value = members.value(name);
        return value == null ? new JsonMembers() : value.members();
    }

    private static @Nullable String text(JsonMembers members, JsonName name) {
        return members.textMember(name) < 0 ? null : members.string(name);
    }
}
