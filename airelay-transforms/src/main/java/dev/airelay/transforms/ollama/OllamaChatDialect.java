package dev.airelay.transforms.ollama;

import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's chat, {@code POST /api/chat}. A request without messages loads or unloads the model, and is answered without the
 * upstream.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class OllamaChatDialect implements Dialect {

    /** Creates the dialect. */
    public OllamaChatDialect() {}

    @Override
    public String name() {
        return "ollama-chat";
    }

    @Override
    public ParameterTable parameters() {
        return OllamaParameters.CHAT.table();
    }

    @Override
    public ErrorShape errors() {
        return ErrorShape.OLLAMA;
    }

    @Override
    public Framing framing() {
        return Framing.NDJSON;
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        OllamaRequestBuilder draft = new OllamaRequestBuilder(ReplyForm.CHAT, context);
        OllamaParameters.CHAT.walk(ObjectView.body(body), draft, draft.disclosures());
        return draft.translation();
    }
}
