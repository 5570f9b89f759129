package dev.airelay.transforms.completions;

import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.MemberNames;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The legacy Completions dialect, {@code POST /v1/completions}. The upstream has no raw completions: each prompt becomes a
 * user message, with instructions to continue it.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class CompletionsDialect implements Dialect {

    private static final MemberNames NAMES = new MemberNames(Map.of("input", "prompt"));

    /** Creates the dialect. */
    public CompletionsDialect() {}

    @Override
    public String name() {
        return "completions";
    }

    @Override
    public ParameterTable parameters() {
        return CompletionsParameters.MEMBERS.table();
    }

    @Override
    public Translation translate(ObjectNode body, TranslationContext context) {
        CompletionsRequestBuilder draft = new CompletionsRequestBuilder(context);
        CompletionsParameters.MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        return new Translation(
                draft.requests(),
                draft.stream(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                CompletionsReply.of(draft.replyOptions()),
                Optional.empty(),
                new FailureTranslator(NAMES, context.models(), context.clock()));
    }
}
