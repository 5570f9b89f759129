package dev.airelay.transforms.chat;

import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.LocalTurn;
import dev.airelay.transforms.References;
import dev.airelay.transforms.Translation;
import dev.airelay.transforms.TranslationContext;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.FileReferences;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.responses.LocalReferences;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Chat Completions dialect, {@code POST /v1/chat/completions}.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class ChatDialect implements Dialect {

    private static final MemberNames NAMES = new MemberNames(Map.of(
            "input", "messages",
            "instructions", "messages",
            "reasoning.effort", "reasoning_effort",
            "text.verbosity", "verbosity",
            "text.format", "response_format"));

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
    public String clientName(String upstreamName) {
        return NAMES.of(upstreamName);
    }

    @Override
    public Set<String> uploadedFiles(ObjectNode body) {
        return FileReferences.ids(body);
    }

    @Override
    public References references(ObjectNode body) {
        return responsesShaped(body) ? LocalReferences.of(body) : LocalReferences.ofConversation(body);
    }

    private static boolean responsesShaped(ObjectNode body) {
        return body.hasNonNull("input") && !body.hasNonNull("messages");
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        if (responsesShaped(body)) {
            return new ResponsesShapedChat(view, context).translate();
        }
        ChatDraft draft = new ChatDraft(context);
        ChatParameters.MEMBERS.walk(view, draft, draft.disclosures());
        draft.settle();
        CodexRequest request = draft.body().finish(context);
        ChatReplyOptions options = draft.replyOptions();
        ChatReply reply = new ChatReply(options);
        Optional<LocalTurn> turn = draft.turn(options);
        return new Translation(
                Collections.nCopies(draft.choices(), request),
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                ToolNamesRestored.of(
                        turn.isPresent() ? reply.remembered() : reply,
                        draft.tools().names().restorations()),
                turn);
    }
}
