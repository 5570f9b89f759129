package dev.airelay.server.upstream;

import dev.airelay.base.JsonTrees;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.transforms.event.UpstreamEvent;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the event that ends a turn says of it, for the traffic log.
 *
 * @param answer the response's id, model and cost, as far as they are told
 * @param status on the wire, such as {@code completed}
 */
record TerminalEvent(ModelAnswer answer, String status) {
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final String RESPONSE = "response";
    private static final Set<String> WANTED = Set.of("id", "object", "model", "status", "usage");

    /** Reads the event, and passes over its output, which may be large. */
    static TerminalEvent of(UpstreamEvent event) {
        JsonNode response = response(event.json());
        JsonNode usage = response.path("usage");
        ModelAnswer answer = new ModelAnswer(
                response.path("id").asString(null),
                response.path("object").asString(null),
                response.path("model").asString(null),
                usage.isObject() ? usage(usage) : null);
        return new TerminalEvent(
                answer, response.path("status").asString(event.type().wireName()));
    }

    private static TokenUsage usage(JsonNode usage) {
        long input = usage.path("input_tokens").asLong(0);
        long output = usage.path("output_tokens").asLong(0);
        return new TokenUsage(
                input,
                usage.path("input_tokens_details").path("cached_tokens").asLong(0),
                output,
                usage.path("output_tokens_details").path("reasoning_tokens").asLong(0),
                usage.path("total_tokens").asLong(input + output));
    }

    private static ObjectNode response(byte[] json) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        try (JsonParser parser = JSON.parser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean response = parser.currentName().equals(RESPONSE);
                if (parser.nextToken() == JsonToken.START_OBJECT && response) {
                    pick(parser, wanted);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException cut) {
            return wanted;
        }
        return wanted;
    }

    private static void pick(JsonParser parser, ObjectNode wanted) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (WANTED.contains(name)) {
                wanted.set(name, JSON.value(parser));
            } else {
                parser.skipChildren();
            }
        }
    }
}
