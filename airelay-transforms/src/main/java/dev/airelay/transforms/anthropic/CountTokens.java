package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.ModelReading;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.AnthropicErrors;
import dev.airelay.transforms.spi.CountedRequest;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/messages/count_tokens}: the input tokens of a request before it is sent. The upstream does not count on
 * request, so the caller counts the texts that a model would read; the result is an estimate.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class CountTokens implements Translator<CountedRequest> {

    /** Creates the translator. */
    public CountTokens() {}

    @Override
    public ParameterTable parameters() {
        return MessagesParameters.COUNTED_MEMBERS.table();
    }

    @Override
    public ErrorShape errors() {
        return AnthropicErrors.SHAPE;
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return ContentBlocks.fileIds(body.path("messages"));
    }

    @Override
    public CountedRequest translate(ObjectNode body, TranslationContext context) {
        MessagesRequestBuilder draft = new MessagesRequestBuilder(context);
        MessagesParameters.COUNTED_MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.settle();
        return ModelReading.of(draft.body(), draft.disclosures(), Json.object());
    }
}
