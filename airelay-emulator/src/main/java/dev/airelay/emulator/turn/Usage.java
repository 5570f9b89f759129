package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import tools.jackson.databind.node.ObjectNode;

/** Token counts of one response; about four characters are one token. */
public record Usage(int input, int cached, int output, int reasoning) {
    private static final int CHARS_PER_TOKEN = 4;

    /** The tokens of a text of that length; at least one for any text. */
    public static int tokens(int chars) {
        return chars == 0 ? 0 : Math.max(1, chars / CHARS_PER_TOKEN);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("input_tokens", input);
        json.putObject("input_tokens_details").put("cached_tokens", cached).put("cache_write_tokens", 0);
        json.put("output_tokens", output);
        json.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
        return json.put("total_tokens", input + output);
    }
}
