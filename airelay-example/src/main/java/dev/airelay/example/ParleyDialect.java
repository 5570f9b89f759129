package dev.airelay.example;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.parameter.ParameterClass;
import dev.airelay.transforms.parameter.ParameterRule;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API Parley. Stateless and safe for concurrent use. */
public final class ParleyDialect implements Dialect {

    /** The model that answers: Parley has no choice of models. */
    private static final String MODEL = "gpt-5.5";

    private static final ParameterTable PARAMETERS = new ParameterTable(List.of(
            new ParameterRule("say", ParameterClass.MAPPED, "The words of the user."),
            new ParameterRule("live", ParameterClass.LOCAL, "Asks for a stream.")));

    /** Creates the dialect. */
    public ParleyDialect() {}

    @Override
    public String name() {
        return "parley";
    }

    @Override
    public ParameterTable parameters() {
        return PARAMETERS;
    }

    @Override
    public ErrorShape errors() {
        return (status, error, details) -> new ErrorShape.Rendered(status, Map.of(), fault(status, error));
    }

    @Override
    public Framing framing() {
        return Framing.NDJSON;
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        for (String name : body.propertyNames()) {
            if (!PARAMETERS.knows(name)) {
                throw RequestRejected.badRequest(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
            }
        }
        JsonNode say = body.path("say");
        if (!say.isString() || say.stringValue().isBlank()) {
            throw RequestRejected.badRequest("say", "invalid_value", "'say' must be a text that is not blank.");
        }
        JsonNode live = body.path("live");
        if (!live.isMissingNode() && !live.isBoolean()) {
            throw RequestRejected.badRequest("live", "invalid_type", "'live' must be true or false.");
        }
        return new Translation(
                new CodexRequest(upstreamBody(say.stringValue()), context.ids().get()),
                live.asBoolean(false),
                List.of(),
                List.of(),
                new ParleyReply(context.clock()),
                new FailureTranslator(name -> name.equals("input") ? "say" : name, context.models(), context.clock()));
    }

    private static ObjectNode upstreamBody(String words) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("model", MODEL)
                .put("instructions", "Answer in one short sentence.")
                .put("store", false)
                .put("stream", true);
        ObjectNode message =
                body.putArray("input").addObject().put("type", "message").put("role", "user");
        message.putArray("content").addObject().put("type", "input_text").put("text", words);
        return body;
    }

    /** Returns a failure as Parley reports it, as a response and inside a stream. */
    static byte[] fault(int status, ApiError error) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.putObject("fault").put("number", status).put("text", error.message());
        return JsonMapper.shared().writeValueAsBytes(envelope);
    }
}
