package dev.airelay.transforms.ollama;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.input.Transcript;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ModelName;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.ReasoningEffort;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.StopSequences;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.tool.CallLedger;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Builds the upstream request from the parameters of one chat or generation request. */
final class OllamaRequestBuilder {

    /** Ollama has no limit; each sequence costs time for every piece of text. */
    private static final int MAX_STOPS = 64;

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String JSON = "json";
    private static final String ANSWER_IN_JSON = "Answer in JSON.";
    private static final String SCHEMA_NAME = "response";
    private static final List<String> FORMATS = List.of(JSON);
    private static final List<String> TOOL_TYPES = List.of("function");

    private final ReplyForm form;
    private final TranslationContext context;
    private final UpstreamBody body = new UpstreamBody();
    private final Disclosures disclosures;
    private final ToolSettings tools;
    private final ModelSettings model;
    private final List<MemberNames.Origin> origins = new ArrayList<>();
    private final List<MemberNames.Origin> toolOrigins = new ArrayList<>();
    private String askedModel = "";
    private @Nullable Value namedModel;
    private ArrayNode input = NODES.arrayNode();
    private @Nullable Value prompt;
    private List<ObjectNode> images = List.of();
    private @Nullable Value plainJson;
    private Optional<Boolean> think = Optional.empty();
    private List<String> stops = List.of();
    private boolean stream = true;
    private boolean unloads;

    OllamaRequestBuilder(ReplyForm form, TranslationContext context) {
        this.form = form;
        this.context = context;
        disclosures = new Disclosures(context.settings().strictParameters());
        tools = new ToolSettings(context.origin().toolsAllowed());
        model = new ModelSettings(context);
    }

    Disclosures disclosures() {
        return disclosures;
    }

    void model(Value value) {
        askedModel = value.shortText();
        Value named =
                new Value(StringNode.valueOf(OllamaModelName.untagged(askedModel, context.settings())), value.at());
        namedModel = named;
        model.model(named);
    }

    void messages(Value value) {
        if (value.items().isEmpty()) {
            return;
        }
        Transcript.Prompt read = OllamaMessages.read(value, tools.names(), new CallLedger());
        if (read.input().isEmpty()) {
            throw Rejections.invalid(value.at(), "there is nothing to answer, because all messages are empty.");
        }
        body.set(UpstreamMember.INSTRUCTIONS, read.instructions());
        input = read.input();
        origins.addAll(read.origins());
    }

    void prompt(Value value) {
        if (!value.text().isEmpty()) {
            prompt = value;
        }
    }

    void system(Value value) {
        body.set(UpstreamMember.INSTRUCTIONS, value.text());
    }

    void images(Value value) {
        images = value.items().stream().map(InputParts::imageContent).toList();
    }

    void tools(Value value) {
        for (Value tool : value.items()) {
            tools.checkAllowed(value.at());
            Optional<Value> type = tool.object().find("type");
            type.ifPresent(named -> named.oneOf(TOOL_TYPES));
            tool.object().required("function").object();
            tools.offer().add(ToolShapes.function(tool.object(), tools.names()));
            toolOrigins.add(MemberNames.ofTool(tool));
        }
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void think(Value value) {
        if (value.node().isBoolean()) {
            think = Optional.of(value.flag());
            if (!value.flag()) {
                model.effort(new Value(StringNode.valueOf(ReasoningEffort.NONE), value.at()));
            }
        } else if (value.isText()) {
            think = Optional.of(!value.text().equals(ReasoningEffort.NONE));
            model.effort(value);
        } else {
            throw Rejections.wrongType(value.at(), "one of a boolean or a string", value.node());
        }
    }

    void format(Value value) {
        if (value.isText()) {
            if (!value.text().isEmpty()) {
                value.oneOf(FORMATS);
                plainJson = value;
                textFormat(NODES.objectNode().put("type", "json_object"));
            }
            return;
        }
        if (!value.isObject()) {
            throw Rejections.wrongType(value.at(), "one of 'json' or an object with a JSON schema", value.node());
        }
        ObjectNode schema = NODES.objectNode().put("type", "json_schema").put("name", SCHEMA_NAME);
        schema.set("schema", value.copy());
        textFormat(schema.put("strict", false));
    }

    private void textFormat(ObjectNode format) {
        body.object(UpstreamMember.TEXT).set("format", format);
    }

    void keepAlive(Value value) {
        unloads = KeepAlive.unloads(value);
    }

    void stop(Value value) {
        stops = StopSequences.read(value, MAX_STOPS);
        if (!stops.isEmpty()) {
            disclosures.emulate(value.at());
        }
    }

    /** Returns the translation of the request. Called once, when all parameters have been read. */
    Translation translation() {
        readPrompt();
        List<CodexRequest> requests = input.isEmpty() ? loading() : List.of(request());
        OllamaReplyOptions options = new OllamaReplyOptions(
                form,
                askedModel,
                think.orElse(context.settings().reasoning().visible()),
                stops,
                context.ids().get(),
                context.clock(),
                context.clock().instant(),
                unloads ? "unload" : "load");
        Reply reply =
                ToolNamesRestored.of(new OllamaReply(options), tools.names().restorations());
        return new Translation(
                requests,
                stream && !requests.isEmpty(),
                disclosures.ignored(),
                disclosures.emulated(),
                reply,
                Optional.empty(),
                new FailureTranslator(names(), context.models(), context.clock()));
    }

    private void readPrompt() {
        if (prompt == null) {
            return;
        }
        ArrayNode parts = NODES.arrayNode().add(InputParts.text(prompt.text()));
        images.forEach(parts::add);
        ObjectNode message = NODES.objectNode().put("type", "message").put("role", "user");
        message.set("content", parts);
        input.add(message);
        origins.add(new MemberNames.Origin(prompt.at(), inside -> ""));
    }

    /** Loading a model shows a client whether there is one of this name. */
    private List<CodexRequest> loading() {
        if (namedModel != null
                && !context.models().names().isEmpty()
                && ModelName.of(namedModel, context).traits().isEmpty()) {
            throw new RequestRejected(
                    404, ApiError.invalid("model", FailureClassifier.MODEL_NOT_FOUND, notFound(askedModel)));
        }
        return List.of();
    }

    /** Returns Ollama's own words for a model that does not exist. */
    static String notFound(String name) {
        return "model '" + Rejections.shown(name) + "' not found";
    }

    private CodexRequest request() {
        if (plainJson != null && !mentionsJson(input)) {
            // The upstream refuses the format for a conversation that does not mention it.
            input.add(developer(ANSWER_IN_JSON));
            disclosures.emulate(plainJson.at());
        }
        body.set(UpstreamMember.INPUT, input);
        tools.applyTo(body, disclosures);
        Optional<String> effort = model.applyTo(body, disclosures);
        boolean visible = think.orElse(context.settings().reasoning().visible());
        if (visible && !effort.equals(Optional.of(ReasoningEffort.NONE))) {
            body.object(UpstreamMember.REASONING).put("summary", "auto");
        }
        return body.finish(context);
    }

    private static ObjectNode developer(String text) {
        ObjectNode message = NODES.objectNode().put("type", "message").put("role", "developer");
        message.putArray("content").add(InputParts.text(text));
        return message;
    }

    private static boolean mentionsJson(ArrayNode items) {
        for (JsonNode item : items) {
            for (JsonNode part : item.path("content")) {
                if (part.path("text").stringValue("").toLowerCase(Locale.ROOT).contains(JSON)) {
                    return true;
                }
            }
        }
        return false;
    }

    private MemberNames names() {
        Map<String, String> names = new HashMap<>(form.names());
        model.nameIn(names);
        return new MemberNames(names).withElements(Map.of("input", List.copyOf(origins), "tools", toolOrigins));
    }
}
