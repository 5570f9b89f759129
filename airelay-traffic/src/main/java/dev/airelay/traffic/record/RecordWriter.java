package dev.airelay.traffic.record;

import dev.airelay.traffic.redact.JsonRedactor;
import dev.airelay.traffic.redact.Redactor;
import dev.airelay.traffic.redact.SecretKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes the fields of records; a field whose value is null is omitted. Every text is redacted, except constants of the
 * relay. Not thread-safe.
 */
final class RecordWriter {
    private final JsonGenerator json;
    private final Redactor redactor;
    private final BodySnapshot bodies;

    RecordWriter(JsonGenerator json, Redactor redactor, BodySnapshot bodies) {
        this.json = json;
        this.redactor = redactor;
        this.bodies = bodies;
    }

    RecordWriter text(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, redactor.text(value));
        }
        return this;
    }

    /**
     * Writes a constant of the relay, such as a phase or the pattern of a route, to which no client or upstream contributes.
     */
    RecordWriter own(String name, @Nullable String constant) {
        if (constant != null) {
            json.writeStringProperty(name, constant);
        }
        return this;
    }

    RecordWriter json(String name, JsonNode tree) {
        json.writeName(name);
        new JsonRedactor(redactor, json, 0).write(tree);
        return this;
    }

    RecordWriter number(String name, long value) {
        json.writeNumberProperty(name, value);
        return this;
    }

    RecordWriter numberIfAny(String name, @Nullable Number value) {
        return value == null ? this : number(name, value.longValue());
    }

    RecordWriter millis(String name, @Nullable Duration value) {
        return value == null ? this : number(name, value.toMillis());
    }

    RecordWriter flag(String name, boolean value) {
        json.writeBooleanProperty(name, value);
        return this;
    }

    RecordWriter texts(String name, List<String> values) {
        json.writeName(name);
        json.writeStartArray();
        for (String value : values) {
            json.writeString(redactor.text(value));
        }
        json.writeEndArray();
        return this;
    }

    /** Writes a text for each name; a name that repeats has a list. */
    RecordWriter fields(String name, List<HeaderField> fields) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HeaderField field : fields) {
            byName.merge(redactor.text(field.name()), List.of(value(field)), RecordWriter::both);
        }
        json.writeName(name);
        json.writeStartObject();
        for (Map.Entry<String, List<String>> field : byName.entrySet()) {
            List<String> values = field.getValue();
            json.writeName(field.getKey());
            if (values.size() == 1) {
                json.writeString(values.get(0));
            } else {
                json.writeStartArray();
                for (String value : values) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
        return this;
    }

    private static List<String> both(List<String> before, List<String> one) {
        List<String> all = before.size() == 1 ? new ArrayList<>(before) : before;
        all.addAll(one);
        return all;
    }

    private String value(HeaderField field) {
        boolean secret = field.credential() || SecretKeys.isSecretField(field.name());
        return secret ? Redactor.REDACTED : redactor.text(field.value());
    }

    RecordWriter body(LoggedBody body) {
        bodies.write("body", body);
        return this;
    }

    /** Writes the fields of an error's body. */
    RecordWriter error(LoggedBody body) {
        bodies.writeError(body);
        return this;
    }

    /** Writes a list of texts, unless it is empty. */
    RecordWriter textsIfAny(String name, List<String> values) {
        return values.isEmpty() ? this : texts(name, values);
    }

    RecordWriter line(RequestLine line) {
        return text("method", line.method())
                .text("path", line.path())
                .own("route", line.route())
                .text("client_ip", line.clientIp())
                .text("user_agent", line.userAgent());
    }

    RecordWriter answer(@Nullable ModelAnswer answer) {
        if (answer == null) {
            return this;
        }
        text("id", answer.id()).text("object", answer.object()).text("model", answer.model());
        TokenUsage usage = answer.usage();
        if (usage != null) {
            json.writeName("usage");
            json.writeStartObject();
            number("input_tokens", usage.input())
                    .number("cached_tokens", usage.cached())
                    .number("output_tokens", usage.output())
                    .number("reasoning_tokens", usage.reasoning())
                    .number("total_tokens", usage.total());
            json.writeEndObject();
        }
        return this;
    }

    RecordWriter measures(Measures measures) {
        return millis("duration_ms", measures.duration())
                .millis("first_byte_ms", measures.firstByte())
                .millis("first_token_ms", measures.firstToken())
                .number("bytes_in", measures.bytesIn())
                .number("bytes_out", measures.bytesOut());
    }
}
