package dev.airelay.transforms.chat;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.reply.ToolNamesRestored;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.responses.LocalReferences;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Chat Completions dialect, {@code POST /v1/chat/completions}.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class ChatDialect implements Dialect {

    private static final Map<String, String> NAMES = Map.of(
            "input", "messages",
            "instructions", "messages",
            "reasoning.effort", "reasoning_effort",
            "text.verbosity", "verbosity",
            "text.format", "response_format");

    private static final String STATELESS =
            "What the relay stores cannot be used at this address. Use POST /v1/chat/completions at the relay's own address"
                    + " instead, or send the ";

    private final boolean stateless;

    /** Creates the dialect. */
    public ChatDialect() {
        this(false);
    }

    private ChatDialect(boolean stateless) {
        this.stateless = stateless;
    }

    /**
     * Returns the dialect for clients without access to the store: it refuses requests that refer to responses,
     * conversations or files, and those in the form of the Responses API, which would be stored.
     */
    public static ChatDialect stateless() {
        return new ChatDialect(true);
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public ParameterTable parameters() {
        return ChatParameters.MEMBERS.table();
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return stateless ? List.of() : FileReferences.ids(body);
    }

    @Override
    public References references(ObjectNode body) {
        if (stateless) {
            return References.none();
        }
        return responsesShaped(body) ? LocalReferences.of(body) : LocalReferences.ofConversation(body);
    }

    private static boolean responsesShaped(ObjectNode body) {
        return body.hasNonNull("input") && !body.hasNonNull("messages");
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        ObjectView view = ObjectView.body(body);
        if (stateless) {
            requireNoStore(view, body);
        }
        if (responsesShaped(body)) {
            return new ResponsesShapedChat(view, context).translate();
        }
        ChatRequestBuilder draft = new ChatRequestBuilder(context);
        draft.offeredCustom(ChatTools.customNames(view));
        ChatParameters.MEMBERS.walk(view, draft, draft.disclosures());
        draft.settle();
        CodexRequest request = draft.body().finish(context);
        ChatReplyOptions options = draft.replyOptions();
        Optional<LocalTurn> turn = draft.turn(options);
        return new Translation(
                Collections.nCopies(draft.choices(), request),
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                ToolNamesRestored.of(
                        turn.isPresent() ? ChatReply.remembered(options) : ChatReply.of(options),
                        draft.tools().names().restorations()),
                turn,
                new FailureTranslator(names(view, draft), context.models(), context.clock()));
    }

    private static void requireNoStore(ObjectView view, ObjectNode body) {
        for (String name : List.of("previous_response_id", "conversation")) {
            view.find(name).ifPresent(value -> {
                throw Rejections.unsupportedParameter(value.at(), STATELESS + "earlier messages again.");
            });
        }
        if (responsesShaped(body)) {
            throw Rejections.unsupportedParameter(
                    Location.root().member("input"), "Send messages at this address: it has no responses to store.");
        }
        FileReferences.ids(body).stream().findFirst().ifPresent(id -> {
            throw Rejections.unsupportedValue(
                    Location.root().member("messages"),
                    "file_id '" + Rejections.shown(id) + "': " + STATELESS + "file's content.");
        });
    }

    private static MemberNames names(ObjectView view, ChatRequestBuilder draft) {
        List<MemberNames.Origin> tools = new ArrayList<>();
        elements(view, "tools").forEach(tool -> tools.add(MemberNames.ofTool(tool)));
        elements(view, "functions").forEach(function -> tools.add(MemberNames.Origin.same(function.at())));
        view.find("web_search_options").ifPresent(search -> tools.add(MemberNames.Origin.within(search.at())));
        Map<String, String> names = new HashMap<>(NAMES);
        draft.text().nameIn(names);
        draft.model().nameIn(names);
        draft.tools().nameIn(names);
        return new MemberNames(names).withElements(Map.of("input", List.copyOf(draft.origins()), "tools", tools));
    }

    private static List<Value> elements(ObjectView view, String name) {
        return view.find(name).filter(Value::isArray).map(Value::items).orElse(List.of());
    }
}
