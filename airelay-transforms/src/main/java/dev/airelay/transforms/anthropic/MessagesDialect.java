package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.AnthropicErrors;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's Messages, {@code POST /v1/messages}.
 *
 * <p>Stateless and safe for concurrent use.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic on Messages</a>
 */
public final class MessagesDialect implements Dialect {

    /** The request's names for upstream members. */
    static final Map<String, String> NAMES = Map.of(
            "input", "messages",
            "instructions", "system",
            "reasoning.effort", "output_config.effort",
            "text.format", "output_config.format");

    /** Creates the dialect. */
    public MessagesDialect() {}

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public ParameterTable parameters() {
        return MessagesParameters.MEMBERS.table();
    }

    @Override
    public ErrorShape errors() {
        return AnthropicErrors.SHAPE;
    }

    @Override
    public Framing framing() {
        return Framing.SSE_WITH_PINGS;
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return ContentBlocks.fileIds(body.path("messages"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws RequestRejected if the request is invalid or needs something that the upstream does not have
     */
    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        MessagesRequestBuilder draft = new MessagesRequestBuilder(context);
        MessagesParameters.MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.settle();
        CodexRequest request = draft.body().finish(context);
        return new Translation(
                request,
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                ToolNamesRestored.of(
                        new MessagesReply(draft.replyOptions()),
                        draft.tools().names().restorations()),
                new FailureTranslator(draft.memberNames(), context.models(), context.clock()));
    }
}
