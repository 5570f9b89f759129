package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a message from chat chunks the way OpenAI's clients do, and fails where one of them would: on a second role, a
 * second id or name of a call, a call index that leaves a hole, or anything but usage behind the finish reason.
 */
final class ChatAccumulator {

    final StringBuilder content = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final List<ObjectNode> details = new ArrayList<>();
    final List<StringBuilder> calls = new ArrayList<>();
    final List<String> names = new ArrayList<>();

    @Nullable
    String finishReason;

    private boolean role;
    private boolean annotated;
    private boolean usage;
    private @Nullable String head;

    void add(JsonNode chunk) {
        assertThat(chunk.has("error")).isFalse();
        assertThat(usage).as("usage is last").isFalse();
        String ownHead = chunk.path("id") + "," + chunk.path("created") + "," + chunk.path("model");
        assertThat(ownHead).isEqualTo(head == null ? ownHead : head);
        head = ownHead;
        if (chunk.path("choices").isEmpty()) {
            assertThat(finishReason).isNotNull();
            assertThat(chunk.path("usage").isObject()).isTrue();
            usage = true;
            return;
        }
        assertThat(finishReason).as("nothing behind the finish reason").isNull();
        JsonNode choice = chunk.path("choices").path(0);
        delta(choice.path("delta"));
        finishReason = choice.path("finish_reason").stringValue(null);
    }

    private void delta(JsonNode delta) {
        assertThat(delta.isObject()).isTrue();
        assertThat(delta.has("role")).as("role in the first delta only").isEqualTo(!role);
        role = true;
        content.append(delta.path("content").stringValue(""));
        refusal.append(delta.path("refusal").stringValue(""));
        reasoning.append(delta.path("reasoning_content").stringValue(""));
        reasoning.append(delta.path("reasoning").stringValue(""));
        delta.path("reasoning_details").forEach(this::detail);
        if (delta.has("annotations")) {
            assertThat(annotated).as("annotations in one delta").isFalse();
            annotated = true;
        }
        delta.path("tool_calls").forEach(this::call);
        if (delta.has("function_call")) {
            piece(0, delta.path("function_call"), "arguments");
        }
    }

    /** Joins entries of one item and type, as those clients do that do not send them back as they came. */
    private void detail(JsonNode entry) {
        for (ObjectNode known : details) {
            if (known.path("type").equals(entry.path("type"))
                    && known.path("index").equals(entry.path("index"))) {
                for (String text : List.of("summary", "text")) {
                    if (entry.has(text)) {
                        known.put(
                                text,
                                known.path(text).stringValue()
                                        + entry.path(text).stringValue());
                    }
                }
                assertThat(entry.path("id")).isEqualTo(known.path("id"));
                assertThat(entry.has("data")).as("encrypted once").isFalse();
                return;
            }
        }
        details.add((ObjectNode) entry.deepCopy());
    }

    private void call(JsonNode call) {
        int index = call.path("index").intValue();
        boolean first = index == calls.size();
        assertThat(call.has("id")).as("id once").isEqualTo(first);
        assertThat(call.has("type")).as("type once").isEqualTo(first);
        if (call.has("custom")) {
            piece(index, call.path("custom"), "input");
        } else {
            piece(index, call.path("function"), "arguments");
        }
    }

    private void piece(int index, JsonNode piece, String text) {
        assertThat(index).as("indices without holes").isLessThanOrEqualTo(calls.size());
        boolean first = index == calls.size();
        assertThat(piece.has("name")).as("name once").isEqualTo(first);
        if (first) {
            calls.add(new StringBuilder());
            names.add(piece.path("name").stringValue());
        }
        calls.get(index).append(piece.path(text).stringValue());
    }
}
