package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.input.FileReferences;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.UpstreamMember;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/responses/compact}: the upstream compacts a conversation into one encrypted item. Its route of the same
 * name accepts a smaller body than {@code /responses} and responds with one object instead of a stream.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class Compaction implements Translator<Compaction.Translated> {

    private static final Members<ResponsesRequestBuilder> MEMBERS = new Members<>(ResponsesParameters.named(Set.of(
            "model",
            "previous_response_id",
            "input",
            "instructions",
            "tools",
            "parallel_tool_calls",
            "reasoning",
            "text",
            "service_tier",
            "image",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options")));

    /** Members that the upstream's route does not accept. */
    private static final List<UpstreamMember> NOT_TAKEN =
            List.of(UpstreamMember.STORE, UpstreamMember.STREAM, UpstreamMember.INCLUDE, UpstreamMember.TOOL_CHOICE);

    /** Creates the translator. */
    public Compaction() {}

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

    @Override
    public Translated translate(ObjectNode body, TranslationContext context) {
        ResponsesRequestBuilder draft = new ResponsesRequestBuilder(context);
        MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        draft.settle();
        CodexRequest whole = draft.finish();
        ObjectNode smaller = whole.body().deepCopy();
        NOT_TAKEN.forEach(member -> smaller.remove(member.wireName()));
        return new Translated(
                new CodexRequest(smaller, whole.sessionId(), whole.dispensable(), CodexRequest.Place.NONE),
                whole,
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                draft.failures(),
                context.ids().get(),
                context.epochSeconds());
    }

    /**
     * A request for the upstream's {@code /responses/compact}, and its reply.
     *
     * @param request for the upstream's route
     * @param whole the same request for {@code /responses}, without the trigger of the compaction
     * @param ignoredParameters names of request members that were dropped
     * @param emulatedParameters names of request members that the relay honors itself
     * @param failures rewords upstream failures for the client
     * @param token used for ids
     * @param createdEpochSeconds time of the request
     */
    public record Translated(
            CodexRequest request,
            CodexRequest whole,
            List<String> ignoredParameters,
            List<String> emulatedParameters,
            FailureTranslator failures,
            String token,
            long createdEpochSeconds)
            implements Translator.Translated {

        @Override
        public List<CodexRequest> requests() {
            return List.of(request);
        }

        /**
         * Returns the request that has the same effect on {@code /responses}: its last item makes the upstream respond with
         * one compaction.
         */
        public CodexRequest triggered() {
            ObjectNode body = whole.body().objectNode();
            body.setAll(whole.body());
            ArrayNode input = body.putArray("input");
            input.addAll(whole.body().path("input").values());
            input.addObject().put("type", ItemShapes.TRIGGER);
            return new CodexRequest(body, whole.sessionId(), whole.dispensable(), CodexRequest.Place.NONE);
        }

        /**
         * Returns the response for the client; empty if the upstream's has no output, see {@link #failure}. Usage that the
         * upstream does not report is 0, because clients require the numbers.
         *
         * @param upstream the upstream's JSON object
         */
        public Optional<byte[]> reply(byte[] upstream) {
            JsonNode answer = Json.read(upstream, 0, upstream.length);
            if (!(answer.path("output") instanceof ArrayNode output) || output.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode reply = Json.object()
                    .put("id", "resp_" + token)
                    .put("object", "response.compaction")
                    .put("created_at", createdEpochSeconds);
            ArrayNode items = reply.putArray("output");
            for (JsonNode item : output) {
                items.add(CompactedItem.listed(item, token + "_" + items.size()));
            }
            JsonNode usage = ResponseUsage.of(answer.path("usage"));
            reply.set("usage", usage.isNull() ? ResponseUsage.zero() : usage);
            ResponseAssembler.addOthers((ObjectNode) answer, reply);
            return Optional.of(Json.write(reply));
        }

        /** Returns the failure for an upstream response without output. */
        public UpstreamFailure failure() {
            return UpstreamFailure.server(
                    502, "upstream_error", "The upstream answered the compaction request without any output.");
        }
    }

    /** The items of a compacted conversation in the form for clients: with ids, and messages with a status. */
    private static final class CompactedItem {

        private CompactedItem() {}

        /** Returns the item; a value that is not an object is returned unchanged. */
        static JsonNode listed(JsonNode item, String token) {
            if (!(item instanceof ObjectNode object)) {
                return item;
            }
            ItemListing listing = new ItemListing(token);
            listing.item(object);
            ObjectNode listed =
                    listing.items().isEmpty() ? object : listing.items().get(0).json();
            String id = Json.text(object, "id");
            return id.isEmpty() ? listed : listed.put("id", id);
        }
    }
}
