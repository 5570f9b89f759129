package dev.airelay.transforms.chat;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.responses.ResponsesDialect;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Chat Completions dialect, {@code POST /v1/chat/completions}.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class ChatDialect implements Dialect {

    private static final String STREAM_OPTIONS = "stream_options";

    private final Dialect responses = new ResponsesDialect();

    /** Creates the dialect. */
    public ChatDialect() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public ParameterTable parameters() {
        return ChatParameters.MEMBERS.table();
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        if (view.has("input") && !view.has("messages")) {
            return translateResponsesBody(view, context);
        }
        ChatDraft draft = new ChatDraft(context);
        ChatParameters.MEMBERS.walk(view, draft, draft.disclosures());
        draft.settle();
        return new Translation(
                draft.body().finish(context),
                draft.stream(),
                draft.disclosures().ignored(),
                List.of(),
                new ChatReply(draft.replyOptions(context)));
    }

    /**
     * Reads the body as a Responses request and answers in the chat form: what Cursor sends here for some models, and
     * expects.
     */
    private Translation translateResponsesBody(ObjectView view, TranslationContext context) {
        ObjectNode body = view.node().objectNode();
        body.setAll(view.node());
        // The one member that a Responses request does not have and the chat reply needs.
        body.remove(STREAM_OPTIONS);
        Translation translation = responses.translate(body, context);
        ChatDraft draft = new ChatDraft(context);
        draft.model(view.required("model"));
        view.object(STREAM_OPTIONS)
                .flatMap(options -> options.find("include_usage"))
                .ifPresent(draft::includeUsage);
        return new Translation(
                translation.request(),
                translation.stream(),
                translation.ignoredParameters(),
                translation.emulatedParameters(),
                new ChatReply(draft.replyOptions(context)));
    }
}
