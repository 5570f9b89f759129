package dev.airelay.server;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** Values as OpenAI's description words them, where its schema only says that something is a text or an object. */
final class MeantValues {
    private static final String PIXEL =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
                    + "DwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final List<String> NAMES =
            List.of("get_weather", "search-docs", "a name with spaces", "n".repeat(80), "apply_patch");
    private static final List<JsonNode> SCHEMAS =
            JsonMapper.shared().readTree("""
                    [{"type": "object", "properties": {}},
                     {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                      "additionalProperties": false},
                     {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "integer"}}},
                      "required": ["list"], "additionalProperties": false}]""").valueStream().toList();

    private MeantValues() {}

    /**
     * Returns values by the name of their definition, or of a member behind a dot.
     *
     * @param earlier supplies the id of a response that is kept
     */
    static Map<String, Function<Random, JsonNode>> of(Supplier<String> earlier) {
        Function<Random, JsonNode> schema = random -> any(SCHEMAS, random).deepCopy();
        Function<Random, JsonNode> model = texts("gpt-5.5", "gpt-5.5", "gpt-5.5-high");
        return Map.ofEntries(
                Map.entry("FunctionParameters", schema),
                Map.entry("ResponseFormatJsonSchemaSchema", schema),
                Map.entry(".model", model),
                Map.entry(".name", random -> StringNode.valueOf(any(NAMES, random))),
                Map.entry(".parameters", schema),
                Map.entry(".schema", schema),
                Map.entry(".arguments", texts("{}", "{\"city\": \"Oslo\"}")),
                Map.entry(
                        ".file_data", texts("data:application/pdf;base64,JVBERi0xLjQK", "data:text/plain;base64,aGk=")),
                Map.entry(".filename", texts("a.pdf", "b.txt")),
                // The upstream's own client sends it with the present web search; the published schema has it in the
                // old one.
                Map.entry(".search_content_types", random -> MissingNode.getInstance()),
                Map.entry(".background", random -> MissingNode.getInstance()),
                Map.entry(".n", random -> MissingNode.getInstance()),
                Map.entry(".url", texts(PIXEL, "https://example.com/a.png")),
                Map.entry(".previous_response_id", random -> StringNode.valueOf(earlier.get())));
    }

    /** Returns the same for Ollama's API. */
    static Map<String, Function<Random, JsonNode>> ofOllama() {
        Function<Random, JsonNode> schema = random -> any(SCHEMAS, random).deepCopy();
        return Map.of(
                "JsonSchema",
                schema,
                ".parameters",
                schema,
                ".model",
                texts("gpt-5.5", "gpt-5.5:latest", "gpt-5.5-high"),
                ".name",
                random -> StringNode.valueOf(any(NAMES, random)),
                "Image",
                texts(PIXEL, PIXEL.substring(PIXEL.indexOf(',') + 1)),
                "Duration",
                texts("5m", "0", "-1s", "1h30m"),
                ".logprobs",
                random -> BooleanNode.FALSE);
    }

    /** Returns the same for Anthropic's description. */
    static Map<String, Function<Random, JsonNode>> ofAnthropic() {
        Function<Random, JsonNode> schema = random -> any(SCHEMAS, random).deepCopy();
        return Map.ofEntries(
                Map.entry("BetaTool.InputSchema", schema),
                Map.entry(
                        "BetaBase64ImageSource",
                        random -> JsonMapper.shared().readTree("""
                        {"type": "base64", "media_type": "image/png", "data": "%s"}""".formatted(PIXEL.split(",", 2)[1]))),
                Map.entry("BetaBase64PDFSource", random -> JsonMapper.shared().readTree("""
                        {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0xLjQK"}""")),
                Map.entry(".model", texts("gpt-5.5", "gpt-5.5-high", "claude-opus-5")),
                Map.entry(".name", random -> StringNode.valueOf(any(NAMES, random))),
                Map.entry(".schema", schema),
                Map.entry(".url", texts("https://example.com/a.png")),
                Map.entry(".tool_name", texts("get_weather")),
                // The earlier name of output_config.format, which excludes it.
                Map.entry(".output_format", random -> MissingNode.getInstance()),
                // What only the owner of the conversation could know, or what the backend does not have.
                Map.entry(".container", random -> MissingNode.getInstance()),
                Map.entry(".mcp_servers", random -> MissingNode.getInstance()),
                Map.entry(".thread", random -> MissingNode.getInstance()));
    }

    private static Function<Random, JsonNode> texts(String... texts) {
        return random -> StringNode.valueOf(any(List.of(texts), random));
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
