package dev.airelay.transforms.responses;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.ModelReading;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.CountedRequest;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/responses/input_tokens}: the input tokens of a request before it is sent. The upstream does not count on
 * request, so the caller counts the texts that a model would read; the result is an estimate.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class InputTokens implements Translator<CountedRequest> {

    private static final String MODEL = "model";

    private static final Members<ResponsesRequestBuilder> MEMBERS = new Members<>(Stream.concat(
                    ResponsesParameters.named(Set.of(
                                    MODEL,
                                    "previous_response_id",
                                    "conversation",
                                    "input",
                                    "instructions",
                                    "tools",
                                    "tool_choice",
                                    "parallel_tool_calls",
                                    "reasoning",
                                    "text",
                                    "truncation"))
                            .stream(),
                    Stream.of(ResponsesParameters.PERSONALITY))
            .toList());

    /** Creates the translator. */
    public InputTokens() {}

    @Override
    public ParameterTable parameters() {
        return MEMBERS.table();
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return FileReferences.ids(body);
    }

    @Override
    public References references(ObjectNode body) {
        return LocalReferences.of(body);
    }

    /**
     * Returns the parts to be counted.
     *
     * @param body the client's request, which may omit the model; neither modified nor retained
     */
    @Override
    public CountedRequest translate(ObjectNode body, TranslationContext context) {
        ResponsesRequestBuilder draft = new ResponsesRequestBuilder(context);
        MEMBERS.walkPresent(ObjectView.body(body), draft, draft.disclosures());
        draft.settleForCounting();
        return ModelReading.of(draft.body(), draft.disclosures(), Json.object().put("object", "response.input_tokens"));
    }
}
