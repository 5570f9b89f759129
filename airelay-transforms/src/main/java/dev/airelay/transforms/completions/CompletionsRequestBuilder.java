package dev.airelay.transforms.completions;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Choices;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.ModelSettings;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.StopSequences;
import dev.airelay.transforms.request.UpstreamBody;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the upstream requests from the parameters of one completions request. */
final class CompletionsRequestBuilder {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();

    private static final String CONTINUE =
            "Continue the text that the user sends. Reply with the continuation alone, from"
                    + " where the text ends: do not repeat it, do not comment on it, and add no quotes or formatting around it.";

    private final TranslationContext context;
    private final Disclosures disclosures;
    private final ModelSettings model;
    private List<String> prompts = List.of();
    private @Nullable Value prompt;
    private @Nullable Value several;
    private List<String> stops = List.of();
    private int choicesPerPrompt = 1;
    private boolean includeUsage;
    private boolean stream;

    CompletionsRequestBuilder(TranslationContext context) {
        this.context = context;
        disclosures = new Disclosures(context.settings().strictParameters());
        model = new ModelSettings(context);
    }

    Disclosures disclosures() {
        return disclosures;
    }

    ModelSettings model() {
        return model;
    }

    boolean stream() {
        return stream;
    }

    void prompt(Value value) {
        prompt = value;
        prompts = Prompts.read(value);
        if (prompts.size() > 1) {
            disclosures.emulate(value.at());
        }
    }

    void stream(Value value) {
        stream = value.flag();
    }

    void includeUsage(Value value) {
        includeUsage = value.flag();
    }

    void choices(Value value) {
        several = value;
        choicesPerPrompt = Choices.read(value, context.settings().maxChoices());
        if (choicesPerPrompt > 1) {
            disclosures.emulate(value.at());
        }
    }

    void stop(Value value) {
        stops = StopSequences.read(value);
        if (!stops.isEmpty()) {
            disclosures.emulate(value.at());
        }
    }

    /** Returns one request for each choice, grouped by prompt. */
    List<CodexRequest> requests() {
        Value asking = choicesPerPrompt > 1 ? several : prompt;
        if (asking != null) {
            Choices.checked(calls(), asking, context.settings().maxChoices());
        }
        List<CodexRequest> requests = new ArrayList<>();
        for (String text : prompts) {
            requests.addAll(Collections.nCopies(choicesPerPrompt, request(text)));
        }
        return requests;
    }

    private int calls() {
        return Math.multiplyExact(prompts.size(), choicesPerPrompt);
    }

    private CodexRequest request(String text) {
        UpstreamBody body = new UpstreamBody();
        ObjectNode message = NODES.objectNode().put("type", "message").put("role", "user");
        message.putArray("content").add(InputParts.text(text));
        ArrayNode input = NODES.arrayNode().add(message);
        body.set(UpstreamMember.INSTRUCTIONS, CONTINUE);
        body.set(UpstreamMember.INPUT, input);
        model.applyTo(body, disclosures);
        return body.finish(context);
    }

    /** Returns the options of the reply. */
    CompletionsReplyOptions replyOptions() {
        return new CompletionsReplyOptions(
                model.wireName(),
                includeUsage,
                stops,
                prompts.size(),
                choicesPerPrompt,
                "cmpl-" + context.ids().get(),
                context.epochSeconds());
    }

    /** Reads prompts: a text, or a list of texts that are continued separately. */
    private static final class Prompts {

        private Prompts() {}

        static List<String> read(Value prompt) {
            if (prompt.isText()) {
                return List.of(prompt.nonEmptyText());
            }
            if (!prompt.isArray()) {
                throw Rejections.wrongType(prompt.at(), "one of a string or an array of strings", prompt.node());
            }
            List<String> texts = new ArrayList<>();
            for (Value text : prompt.nonEmptyItems()) {
                if (text.node().isIntegralNumber() || text.isArray()) {
                    throw Rejections.unsupportedValue(
                            prompt.at(), "The ChatGPT backend accepts text, not tokens; send the prompt as a string.");
                }
                texts.add(text.nonEmptyText());
            }
            return texts;
        }
    }
}
