package dev.airelay.transforms.responses;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.ObjectView;
import java.util.List;
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
    public Translation translate(ObjectNode body, TranslationContext context) {
        ResponsesDraft draft = new ResponsesDraft(context);
        ResponsesParameters.MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.tools().applyTo(draft.body());
        return new Translation(
                draft.body().finish(context),
                draft.stream(),
                draft.disclosures().ignored(),
                List.of(),
                new ResponsesReply(draft.replyOptions(context)));
    }
}
