package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a response from events the way OpenAI's clients do, and fails where one of them would: on a first event that is
 * not {@code response.created}, on an item or part that was never added, on a number that leaves a hole.
 */
final class ResponseAccumulator {

    final ArrayNode output = Streams.JSON.createArrayNode();

    @Nullable
    JsonNode terminal;

    private int sequence;

    void add(JsonNode event) {
        String type = event.path("type").stringValue();
        assertThat(event.path("sequence_number").intValue()).isEqualTo(sequence);
        assertThat(type.equals("response.created")).isEqualTo(sequence == 0);
        assertThat(terminal).as("nothing behind the terminal").isNull();
        sequence++;
        switch (type) {
            case "response.completed", "response.incomplete", "response.failed" -> terminal = event.path("response");
            case "response.output_item.added" -> {
                assertThat(event.path("output_index").intValue()).isEqualTo(output.size());
                output.add(event.path("item").deepCopy());
            }
            case "response.output_item.done" -> {
                assertThat(event.path("item").path("id")).isEqualTo(item(event).path("id"));
                output.set(event.path("output_index").intValue(), event.path("item"));
            }
            default -> within(type, event);
        }
    }

    private ObjectNode item(JsonNode event) {
        int index = event.path("output_index").intValue();
        assertThat(index).as("item was added").isLessThan(output.size());
        return (ObjectNode) output.get(index);
    }

    private void within(String type, JsonNode event) {
        if (!event.has("output_index")) {
            return;
        }
        ObjectNode item = item(event);
        if (!type.startsWith("response.shell_call_command.")) {
            // These alone name their item by its index only.
            assertThat(event.path("item_id")).isEqualTo(item.path("id"));
        }
        switch (type) {
            case "response.content_part.added" -> part(item, "content", event.path("content_index"), event);
            case "response.reasoning_summary_part.added" -> part(item, "summary", event.path("summary_index"), event);
            case "response.output_text.delta", "response.reasoning_text.delta" ->
                grow(found(item, "content", event.path("content_index")), "text", event);
            case "response.refusal.delta" ->
                grow(found(item, "content", event.path("content_index")), "refusal", event);
            case "response.reasoning_summary_text.delta" ->
                grow(found(item, "summary", event.path("summary_index")), "text", event);
            case "response.function_call_arguments.delta" -> grow(item, "arguments", event);
            case "response.custom_tool_call_input.delta" -> grow(item, "input", event);
            default -> {
                // Other events change nothing.
            }
        }
    }

    private static void part(ObjectNode item, String name, JsonNode index, JsonNode event) {
        ArrayNode parts = item.withArray(name);
        assertThat(index.intValue()).as("parts without holes").isEqualTo(parts.size());
        parts.add(event.path("part").deepCopy());
    }

    private static ObjectNode found(ObjectNode item, String name, JsonNode index) {
        assertThat(item.path(name).has(index.intValue())).as("part was added").isTrue();
        return (ObjectNode) item.path(name).get(index.intValue());
    }

    private static void grow(ObjectNode holder, String name, JsonNode event) {
        String delta = event.path("delta").stringValue();
        holder.put(name, holder.path(name).stringValue("") + delta);
    }
}
