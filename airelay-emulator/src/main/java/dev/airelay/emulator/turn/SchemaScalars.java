package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers and strings that fit a schema's bounds, formats and simple patterns. */
final class SchemaScalars {
    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("date-time", "2026-01-02T03:04:05Z"),
            Map.entry("date", "2026-01-02"),
            Map.entry("time", "03:04:05Z"),
            Map.entry("duration", "P1D"),
            Map.entry("email", "emulator@example.invalid"),
            Map.entry("hostname", "emulator.invalid"),
            Map.entry("ipv4", "127.0.0.1"),
            Map.entry("ipv6", "::1"),
            Map.entry("uri", "https://emulator.invalid/"),
            Map.entry("uuid", "00000000-0000-4000-8000-000000000000"));

    private SchemaScalars() {}

    static boolean looksNumeric(JsonNode schema) {
        return schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf");
    }

    /** The number nearest to 1 that keeps the bounds. */
    static JsonNode number(JsonNode schema) {
        boolean whole = schema.path("type").stringValue("").equals("integer");
        BigDecimal step = schema.path("multipleOf").isNumber()
                ? schema.path("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : new BigDecimal("0.5");
        BigDecimal value = BigDecimal.ONE;
        if (schema.path("maximum").isNumber()) {
            value = value.min(schema.path("maximum").decimalValue());
        }
        if (schema.path("exclusiveMaximum").isNumber()) {
            BigDecimal below = schema.path("exclusiveMaximum").decimalValue();
            value = value.compareTo(below) < 0 ? value : below.subtract(step);
        }
        if (schema.path("minimum").isNumber()) {
            value = value.max(schema.path("minimum").decimalValue());
        }
        if (schema.path("exclusiveMinimum").isNumber()) {
            BigDecimal above = schema.path("exclusiveMinimum").decimalValue();
            value = value.compareTo(above) > 0 ? value : above.add(step);
        }
        if (whole || schema.has("multipleOf")) {
            value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        return whole
                ? JsonNodeFactory.instance.numberNode(value.toBigInteger())
                : JsonNodeFactory.instance.numberNode(value);
    }

    static boolean constrained(JsonNode schema) {
        return schema.path("pattern").isString() || FORMATS.containsKey(Json.string(schema, "format"));
    }

    static String string(JsonNode schema) {
        String pattern = Json.string(schema, "pattern");
        return pattern.isEmpty()
                ? FORMATS.getOrDefault(Json.string(schema, "format"), "")
                : PatternSample.matching(pattern);
    }

    /** {@code text} cut or lengthened to the schema's length bounds, counted in code points. */
    static String bounded(JsonNode schema, String text) {
        int least = schema.path("minLength").intValue(0);
        int most = schema.path("maxLength").intValue(Integer.MAX_VALUE);
        String fitted = text;
        int length = fitted.codePointCount(0, fitted.length());
        if (length > most) {
            fitted = fitted.substring(0, fitted.offsetByCodePoints(0, most));
        }
        return length < least ? fitted + ".".repeat(least - length) : fitted;
    }
}
