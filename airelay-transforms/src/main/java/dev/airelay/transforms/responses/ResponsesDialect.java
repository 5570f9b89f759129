package dev.airelay.transforms.responses;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.memory.RetentionPolicy;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Responses dialect, {@code POST /v1/responses}.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class ResponsesDialect implements Dialect {

    /** Creates the dialect. */
    public ResponsesDialect() {}

    @Override
    public String name() {
        return "responses";
    }

    @Override
    public ParameterTable parameters() {
        return ResponsesParameters.MEMBERS.table();
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return FileReferences.ids(body);
    }

    @Override
    public References references(ObjectNode body) {
        return LocalReferences.of(body);
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        ResponsesRequestBuilder draft = read(body, context);
        return translation(draft, new ResponsesReply(draft.replyOptions()), Optional.of(draft.turn()));
    }

    /**
     * Translates a request that is answered in the form of another dialect, by this reply. Such a response is not stored,
     * because it could not be shown in its own form.
     *
     * @param reply has a turn if the request continues a conversation
     */
    public Translation translate(ObjectNode body, TranslationContext context, Reply reply) {
        ResponsesRequestBuilder draft =
                read(body, context.withSettings(context.settings().withKeeping(RetentionPolicy.OFF)));
        return translation(draft, reply, draft.memory().conversationId().map(id -> draft.turn()));
    }

    private static ResponsesRequestBuilder read(ObjectNode body, TranslationContext context) {
        ResponsesRequestBuilder draft = new ResponsesRequestBuilder(context);
        ResponsesParameters.MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.settle();
        return draft;
    }

    private static Translation translation(ResponsesRequestBuilder draft, Reply reply, Optional<LocalTurn> turn) {
        return new Translation(
                List.of(draft.finish()),
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                ToolNamesRestored.of(reply, draft.tools().names().restorations()),
                turn,
                draft.failures());
    }
}
