package dev.airelay.transforms.audio;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Builds the upstream request from the parameters of one transcription request. */
final class TranscriptionBuilder {

    static final String MODEL = "gpt-4o-transcribe";
    private static final List<String> MODELS = List.of(
            MODEL,
            "gpt-4o-mini-transcribe",
            "gpt-4o-mini-transcribe-2025-12-15",
            "gpt-transcribe",
            "whisper-1",
            "gpt-4o-transcribe-diarize");
    private static final String DIARIZE = "gpt-4o-transcribe-diarize";
    private static final List<String> FORMATS = List.of("json", "text", "srt", "verbose_json", "vtt", "diarized_json");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");
    private static final int MAX_FILE_BYTES = 25 * 1024 * 1024;
    private static final int MAX_PROMPT_CHARS = 32_000;

    private final TranslationContext context;
    private final Disclosures disclosures;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private boolean plainText;

    TranscriptionBuilder(TranslationContext context) {
        this.context = context;
        disclosures = new Disclosures(context.settings().strictParameters());
    }

    Disclosures disclosures() {
        return disclosures;
    }

    /** Returns the fields that are sent beside the file. */
    Map<String, String> fields() {
        return fields;
    }

    boolean plainText() {
        return plainText;
    }

    void file(Value value) {
        if (!value.isObject()) {
            throw Rejections.wrongType(value.at(), "a file", value.node());
        }
        long bytes = value.object().required("bytes").integer();
        if (bytes == 0) {
            throw Rejections.invalid(value.at(), "the file is empty. Send an audio file.");
        }
        if (bytes > MAX_FILE_BYTES) {
            throw Rejections.invalid(
                    value.at(),
                    "the file has " + bytes + " bytes, but may have at most " + MAX_FILE_BYTES
                            + ". Compress it or split it.");
        }
    }

    void model(Value value) {
        String asked = value.shortText();
        String name = context.settings().modelAliases().getOrDefault(asked, asked);
        if (!MODELS.contains(name)) {
            throw Rejections.notOneOf(value.at(), name, MODELS.subList(0, MODELS.size() - 1));
        }
        if (name.equals(DIARIZE)) {
            throw Rejections.unsupportedValue(
                    value.at(), "The ChatGPT backend does not distinguish speakers. Use " + MODEL + ".");
        }
        if (!asked.equals(MODEL)) {
            disclosures.emulate(value.at());
        }
    }

    void language(Value value) {
        String language = value.shortText();
        if (!LANGUAGE.matcher(language).matches()) {
            throw Rejections.invalid(
                    value.at(), "expected a language code such as en, but got '" + Rejections.shown(language) + "'.");
        }
        fields.put("language", language);
    }

    void prompt(Value value) {
        Checks.text(MAX_PROMPT_CHARS).accept(value);
        if (!value.text().isEmpty()) {
            fields.put("prompt", value.text());
        }
    }

    void format(Value value) {
        String asked = value.oneOf(FORMATS);
        if (!asked.equals("json") && !asked.equals("text")) {
            throw Rejections.unsupportedValue(
                    value.at(),
                    "The ChatGPT backend returns the text without times and speakers, so only json and text are"
                            + " possible.");
        }
        plainText = asked.equals("text");
    }
}
