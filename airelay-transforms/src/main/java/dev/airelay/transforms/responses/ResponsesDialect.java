package dev.airelay.transforms.responses;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.Reply;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.FileReferences;
import dev.airelay.transforms.request.ObjectView;
import java.util.Set;
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
    public Set<String> uploadedFiles(ObjectNode body) {
        return FileReferences.ids(body);
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        ResponsesDraft draft = read(body, context);
        return translation(draft, context, new ResponsesReply(draft.replyOptions(context)));
    }

    /** Translates a request that is answered in the form of another dialect, by this reply. */
    public Translation translate(ObjectNode body, TranslationContext context, Reply reply) {
        return translation(read(body, context), context, reply);
    }

    private static ResponsesDraft read(ObjectNode body, TranslationContext context) {
        ObjectNode withFiles = FileReferences.replaced(body, context.files());
        ResponsesDraft draft = new ResponsesDraft(context);
        ResponsesParameters.MEMBERS.walk(ObjectView.body(withFiles), draft, draft.disclosures());
        draft.settle();
        return draft;
    }

    private static Translation translation(ResponsesDraft draft, TranslationContext context, Reply reply) {
        return new Translation(
                draft.body().finish(context),
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                ToolNamesRestored.of(reply, draft.tools().names().restorations()));
    }
}
