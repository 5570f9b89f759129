package dev.airelay.transforms.audio;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.spi.CodexRequest;
import dev.airelay.transforms.spi.FailureTranslator;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.Translator;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/audio/transcriptions}: the upstream transcribes an audio file. The translated body has the fields of the
 * form; its {@code file} is an object with {@code filename}, {@code content_type} and {@code bytes}, its size.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class Transcription implements Translator<Transcription.Translated> {

    /** The only model. */
    public static final String MODEL = TranscriptionBuilder.MODEL;

    /** Creates the translator. */
    public Transcription() {}

    @Override
    public ParameterTable parameters() {
        return TranscriptionParameters.MEMBERS.table();
    }

    @Override
    public Translated translate(ObjectNode body, TranslationContext context) {
        TranscriptionBuilder draft = new TranscriptionBuilder(context);
        TranscriptionParameters.MEMBERS.walk(ObjectView.body(body), draft, draft.disclosures());
        return new Translated(
                draft.fields(),
                draft.plainText(),
                draft.disclosures().ignored(),
                draft.disclosures().emulated(),
                new FailureTranslator(UnaryOperator.identity(), context.models(), context.clock()));
    }

    /**
     * A request for the upstream, without the file, and its reply.
     *
     * @param fields the fields beside the file, in the order in which they are sent
     * @param plainText whether the client gets plain text instead of an object
     * @param ignoredParameters names of request members that were dropped
     * @param emulatedParameters names of request members that the relay honors itself
     * @param failures rewords upstream failures for the client
     */
    public record Translated(
            Map<String, String> fields,
            boolean plainText,
            List<String> ignoredParameters,
            List<String> emulatedParameters,
            FailureTranslator failures)
            implements Translator.Translated {

        /** Copies the fields. */
        public Translated {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** Returns none: the request has no JSON. */
        @Override
        public List<CodexRequest> requests() {
            return List.of();
        }

        /** Returns the response for the client; empty if the upstream's has no text. */
        public Optional<byte[]> reply(ObjectNode upstream) {
            JsonNode text = upstream.path("text");
            if (!text.isString()) {
                return Optional.empty();
            }
            return Optional.of(
                    plainText
                            ? text.stringValue().getBytes(StandardCharsets.UTF_8)
                            : Json.write(Json.object().put("text", text.stringValue())));
        }
    }
}
