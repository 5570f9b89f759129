package dev.airelay.server.upstream;

import dev.airelay.base.JsonTrees;
import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.transforms.event.UpstreamEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The facts in a turn's terminal event, for the traffic log, whose thread usually reads it.
 *
 * @param answer the response's id, model and usage, as far as present
 * @param status on the wire, such as {@code completed}
 */
record TerminalEvent(ModelAnswer answer, String status) {
    private static final JsonTrees JSON = JsonTrees.usual();

    /** Reads the event, skipping its output, which may be large. Truncated parts count as absent. */
    static TerminalEvent of(UpstreamEvent event) {
        Reader reader = new Reader();
        try (JsonParser parser = JSON.parser(event.json())) {
            parser.nextToken();
            reader.event(parser);
        } catch (JacksonException cut) {
            return reader.end(event);
        }
        return reader.end(event);
    }

    /** Collects the facts in one pass, without a tree. */
    private static final class Reader {
        private @Nullable String id;
        private @Nullable String object;
        private @Nullable String model;
        private @Nullable String status;
        private @Nullable TokenUsage usage;

        void event(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean response = json.currentName().equals("response");
                if (json.nextToken() == JsonToken.START_OBJECT && response) {
                    response(json);
                } else {
                    json.skipChildren();
                }
            }
        }

        private void response(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "id" -> id = text(json);
                    case "object" -> object = text(json);
                    case "model" -> model = text(json);
                    case "status" -> status = text(json);
                    case "usage" -> usage = value == JsonToken.START_OBJECT ? usage(json) : null;
                    default -> {}
                }
                // No effect at the end of an object that was read.
                json.skipChildren();
            }
        }

        private static @Nullable String text(JsonParser json) {
            return json.currentToken().isScalarValue() ? json.getValueAsString(null) : null;
        }

        private static TokenUsage usage(JsonParser json) {
            long input = 0;
            long cached = 0;
            long output = 0;
            long reasoning = 0;
            long total = -1;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "input_tokens" -> input = json.getValueAsLong(0);
                    case "input_tokens_details" -> cached = detail(json, "cached_tokens");
                    case "output_tokens" -> output = json.getValueAsLong(0);
                    case "output_tokens_details" -> reasoning = detail(json, "reasoning_tokens");
                    case "total_tokens" -> total = json.getValueAsLong(-1);
                    default -> {}
                }
                json.skipChildren();
            }
            return new TokenUsage(input, cached, output, reasoning, total < 0 ? input + output : total);
        }

        /** Returns one number of an object, which it reads to its closing brace. */
        private static long detail(JsonParser json, String wanted) {
            long number = 0;
            if (json.currentToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean found = json.currentName().equals(wanted);
                    json.nextToken();
                    if (found) {
                        number = json.getValueAsLong(0);
                    }
                    json.skipChildren();
                }
            }
            return number;
        }

        TerminalEvent end(UpstreamEvent event) {
            return new TerminalEvent(
                    new ModelAnswer(id, object, model, usage),
                    status == null ? event.type().wireName() : status);
        }
    }
}
