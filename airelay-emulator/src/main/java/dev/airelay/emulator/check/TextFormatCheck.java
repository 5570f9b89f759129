package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The text format is known; a strict schema is strict; free JSON is spoken of in the input. */
final class TextFormatCheck implements RequestCheck {
    private static final String FORMAT = "text.format";
    private static final List<String> TYPES = List.of("text", "json_schema", "json_object");
    private static final List<String> VERBOSITIES = List.of("low", "medium", "high");

    @Override
    public void check(TurnRequest request) throws RefusedException {
        JsonNode verbosity = request.body().path(TurnRequest.TEXT).path("verbosity");
        if (verbosity.isString() && !VERBOSITIES.contains(verbosity.stringValue())) {
            throw BadRequests.value("text.verbosity", verbosity.stringValue(), VERBOSITIES);
        }
        JsonNode format = request.textFormat();
        String type = Json.string(format, TurnRequest.TYPE, "text");
        if (!TYPES.contains(type)) {
            throw BadRequests.value(FORMAT + ".type", type, TYPES);
        }
        if (type.equals("json_schema")) {
            schema(format);
        }
        if (type.equals("json_object") && !speaksOfJson(request)) {
            throw BadRequests.invalid(
                    "Response input messages must contain the word 'json' in some form to use 'text.format' of type"
                            + " 'json_object'.",
                    TurnRequest.INPUT,
                    null);
        }
    }

    private static void schema(JsonNode format) throws RefusedException {
        for (String field : List.of("name", "schema")) {
            if (format.path(field).isMissingNode()) {
                throw BadRequests.missing(FORMAT + "." + field);
            }
        }
        if (format.path("strict").booleanValue(false)) {
            String subject = "response_format '" + Json.string(format, "name") + "'";
            StrictSchema.check(format.path("schema"), subject, FORMAT + ".schema", "invalid_json_schema");
        }
    }

    private static boolean speaksOfJson(TurnRequest request) {
        return Json.text(request.body().path(TurnRequest.INPUT))
                .toLowerCase(Locale.ROOT)
                .contains("json");
    }
}
