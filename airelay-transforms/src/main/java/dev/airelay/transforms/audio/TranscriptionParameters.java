package dev.airelay.transforms.audio;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import java.util.List;

/** Every parameter of the transcription route, and its handling. */
final class TranscriptionParameters {

    private static final String NO_SPEAKERS = "The ChatGPT backend does not distinguish speakers.";

    static final Members<TranscriptionBuilder> MEMBERS = new Members<>(List.of(
            required("file", "Sent; at most 25 MB.", TranscriptionBuilder::file).of(Shape.object(sent("bytes"))),
            required(
                    "model",
                    "The ChatGPT backend has one model, gpt-4o-transcribe, which replaces all others.",
                    TranscriptionBuilder::model),
            mapped("language", Reasons.SENT, TranscriptionBuilder::language),
            mapped("prompt", Reasons.SENT, TranscriptionBuilder::prompt),
            local(
                    "response_format",
                    "Responds with json or text; the ChatGPT backend returns too little for other formats.",
                    TranscriptionBuilder::format),
            ignored("temperature", Reasons.NO_SAMPLING, Checks.number(0, 1)),
            onlyIf("stream", "The ChatGPT backend returns the text in one piece.", NoOpValues::off),
            rejected("timestamp_granularities", "The ChatGPT backend returns no timestamps."),
            rejected("include", Reasons.NO_LOGPROBS),
            rejected("chunking_strategy", "The ChatGPT backend does not let clients control how audio is cut."),
            rejected("keywords", "The ChatGPT backend accepts no list of words; send them in the prompt."),
            rejected("languages", "The ChatGPT backend accepts one language."),
            rejected("known_speaker_names", NO_SPEAKERS),
            rejected("known_speaker_references", NO_SPEAKERS)));

    private TranscriptionParameters() {}
}
