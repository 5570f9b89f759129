package dev.airelay.transforms.images;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.rejected;
import static dev.airelay.transforms.request.Member.required;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter of the image routes, and its handling. */
final class ImageParameters {

    private static final String HINT =
            "Sent; the ChatGPT backend decides for itself, and the response reports the result.";
    private static final String BY_TOOL = "Sent with the image tool, which is used in place of the image route.";
    private static final String STILL_RASTER = "The ChatGPT backend makes single PNG, JPEG or WebP images.";
    private static final int MAX_IDENTIFIER_CHARS = 64;

    /** The source of an input image. */
    private static final Shape SOURCE = Shape.object(
            sent("image_url", "Sent; an http(s) address with the image tool."), sent("file_id", Reasons.FILE));

    static final Members<ImageRequestBuilder> GENERATION = new Members<>(Stream.of(
                    subject(),
                    appearance(),
                    List.<Member<ImageRequestBuilder>>of(
                            mapped("moderation", BY_TOOL, ImageRequestBuilder::moderation),
                            ignored(
                                    "style",
                                    "The image models of the ChatGPT backend have no styles; describe the style in the"
                                            + " prompt.",
                                    Checks.oneOf("vivid", "natural"))),
                    delivery(),
                    others())
            .flatMap(List::stream)
            .toList());

    static final Members<ImageRequestBuilder> EDIT = new Members<>(Stream.of(
                    subject(),
                    List.<Member<ImageRequestBuilder>>of(
                            mapped(
                                            "images",
                                            "Sent as data URLs, or as http(s) addresses with the image tool; up to 16, each of less than 50 MB.",
                                            ImageRequestBuilder::images)
                                    .of(Shape.list(SOURCE)),
                            mapped(
                                    "image",
                                    "The files of a form, sent as data URLs; in JSON, a data URL or a list of them.",
                                    ImageRequestBuilder::image),
                            mapped("mask", "Sent as a data URL.", ImageRequestBuilder::mask)
                                    .of(SOURCE),
                            mapped("input_fidelity", BY_TOOL, ImageRequestBuilder::inputFidelity),
                            rejected("markup", "The ChatGPT backend accepts a mask, but no markup image.")),
                    appearance(),
                    List.<Member<ImageRequestBuilder>>of(
                            mapped("moderation", BY_TOOL, ImageRequestBuilder::moderation)),
                    delivery(),
                    others())
            .flatMap(List::stream)
            .toList());

    private ImageParameters() {}

    private static List<Member<ImageRequestBuilder>> subject() {
        return List.of(
                required("prompt", Reasons.SENT, ImageRequestBuilder::prompt),
                mapped(
                        "model",
                        "Names the image model; gpt-image-2 by default, and in place of retired models.",
                        ImageRequestBuilder::model));
    }

    private static List<Member<ImageRequestBuilder>> appearance() {
        return List.of(
                mapped("size", HINT, ImageRequestBuilder::size),
                mapped("quality", HINT, ImageRequestBuilder::quality),
                mapped(
                        "background",
                        "Sent; opaque with the image tool, which is used in place of the image route.",
                        ImageRequestBuilder::background),
                mapped(
                        "output_format",
                        "Sent; formats other than png with the image tool, which is used in place of the image route.",
                        ImageRequestBuilder::outputFormat),
                mapped("output_compression", BY_TOOL, ImageRequestBuilder::outputCompression));
    }

    private static List<Member<ImageRequestBuilder>> delivery() {
        return List.of(
                local(
                        "n",
                        "The relay makes one upstream call for each image, up to a limit.",
                        ImageRequestBuilder::count),
                local(
                        "response_format",
                        "Images come as b64_json; url needs the header x-airelay-store-images and is the address of the stored"
                                + " file.",
                        ImageRequestBuilder::responseFormat),
                local("stream", "A stream comes from the image tool.", ImageRequestBuilder::stream),
                mapped("partial_images", "Sent with the image tool, for streams.", ImageRequestBuilder::partialImages));
    }

    private static List<Member<ImageRequestBuilder>> others() {
        return List.of(
                ignored("user", Reasons.ONE_USER, Checks::shortText),
                ignored("safety_identifier", Reasons.ONE_USER, Checks.text(MAX_IDENTIFIER_CHARS)),
                rejected("complexity", STILL_RASTER),
                rejected("frame_count", STILL_RASTER),
                rejected("frame_duration_ms", STILL_RASTER),
                rejected("svg", STILL_RASTER));
    }
}
