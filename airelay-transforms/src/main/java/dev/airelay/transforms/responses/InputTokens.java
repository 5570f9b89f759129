package dev.airelay.transforms.responses;

import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/responses/input_tokens}: what a request would cost before it is sent. The upstream does not count on
 * request, so the caller counts the texts that a model would read; what it finds is an estimate.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class InputTokens implements Translator<InputTokens.Counted> {

    private static final String MODEL = "model";

    /** The member of the reply that is an estimate, and disclosed as such. */
    private static final String ESTIMATED = "input_tokens";

    private static final Members<ResponsesRequestBuilder> MEMBERS = new Members<>(Stream.concat(
                    ResponsesParameters.named(Set.of(
                                    MODEL,
                                    "previous_response_id",
                                    "conversation",
                                    "input",
                                    "instructions",
                                    "tools",
                                    "tool_choice",
                                    "parallel_tool_calls",
                                    "reasoning",
                                    "text",
                                    "truncation"))
                            .stream(),
                    Stream.of(ResponsesParameters.PERSONALITY))
            .toList());

    /** Creates the translator. */
    public InputTokens() {}

    @Override
    public ParameterTable parameters() {
        return MEMBERS.table();
    }

    @Override
    public List<String> uploadedFiles(ObjectNode body) {
        return FileReferences.ids(body);
    }

    @Override
    public References references(ObjectNode body) {
        return LocalReferences.of(body);
    }

    /**
     * Returns what to count.
     *
     * @param body the client's request, which may leave out the model; not modified and not kept
     */
    @Override
    public Counted translate(ObjectNode body, TranslationContext context) {
        ResponsesRequestBuilder draft = new ResponsesRequestBuilder(context);
        MEMBERS.walkPresent(ObjectView.body(body), draft, draft.disclosures());
        draft.settleForCounting();
        ModelReading reading = new ModelReading();
        draft.body().find(UpstreamMember.INSTRUCTIONS).ifPresent(text -> reading.text(text.stringValue()));
        draft.body().find(UpstreamMember.INPUT).ifPresent(reading::items);
        draft.body().find(UpstreamMember.TOOLS).ifPresent(reading::definitions);
        draft.body().find(UpstreamMember.TEXT).ifPresent(reading::definitions);
        return new Counted(
                reading.texts(),
                reading.items(),
                reading.images(),
                reading.fileBytes(),
                draft.disclosures().ignored(),
                Stream.concat(draft.disclosures().emulated().stream(), Stream.of(ESTIMATED))
                        .toList());
    }

    /**
     * What to count.
     *
     * @param texts every text that the model reads: instructions, contents, calls and the definitions of tools
     * @param items number of input items; each costs a few tokens by itself
     * @param images number of images, whose cost depends on their size
     * @param fileBytes size of the files' contents, which only the upstream can read
     * @param ignoredParameters names of request members that were dropped
     * @param emulatedParameters names of request members that the relay honours itself, and of the reply's member that is an
     *     estimate
     */
    public record Counted(
            List<String> texts,
            int items,
            int images,
            long fileBytes,
            List<String> ignoredParameters,
            List<String> emulatedParameters)
            implements Translator.Translated {

        /** Copies the texts. */
        public Counted {
            texts = List.copyOf(texts);
        }

        @Override
        public List<CodexRequest> requests() {
            return List.of();
        }

        /** Returns the answer for the client. */
        public byte[] reply(long tokens) {
            return Json.write(
                    Json.object().put("object", "response.input_tokens").put(ESTIMATED, tokens));
        }
    }
}
