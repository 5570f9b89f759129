package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import tools.jackson.databind.JsonNode;

/** The text of a message that must be JSON: an instance of the given schema, or any object. */
record StructuredOutput(String text, boolean announced) {
    /** Whether a request asks for JSON. */
    static boolean wanted(TurnRequest request) {
        return Json.string(request.textFormat(), "type").startsWith("json_");
    }

    static StructuredOutput of(TurnRequest request) {
        String said = TurnText.ANNOUNCEMENT + " " + TurnText.echo(request);
        if (Json.string(request.textFormat(), "type").equals("json_object")) {
            return new StructuredOutput(Json.text(Json.object().put("emulator", said)), true);
        }
        SchemaSample sample = new SchemaSample(request.textFormat().path("schema"), said);
        JsonNode value = sample.value();
        return new StructuredOutput(Json.text(value), Json.text(value).contains(TurnText.ANNOUNCEMENT));
    }
}
