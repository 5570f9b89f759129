package dev.airelay.transforms.input;

import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.Optional;

/**
 * Checks the URL of an input image. The relay fetches nothing: an http(s) URL is sent upstream with only its scheme changed
 * to lower case. The bytes of a data URL determine its type.
 */
public final class ImageUrl {

    private static final List<String> FORMATS = List.of("image/png", "image/jpeg", "image/gif", "image/webp");
    /** Not a registered media type, but common; the upstream accepts only the registered one. */
    private static final String COMMON_MISNOMER = "image/jpg";

    /** Enough for the signature of an image. */
    private static final int SIGNATURE_BYTES = 12;

    private ImageUrl() {}

    /** Returns the URL of an image that is given as base64 or as a data URL. */
    static String ofContent(Value base64) {
        String text = base64.nonEmptyText();
        if (DataUrl.parse(text, base64.at()).isPresent()) {
            return checked(base64);
        }
        DataUrl data = DataUrl.of("", DataUrl.base64(text, base64.at()));
        return FileSignature.imageType(data.beginning(SIGNATURE_BYTES))
                .map(type -> data.withMediaType(type).text())
                .orElseThrow(() -> Rejections.invalid(
                        base64.at(), "Expected an image of one of the formats " + String.join(", ", FORMATS) + "."));
    }

    /** Returns the URL in the form that the upstream accepts. */
    public static String checked(Value url) {
        return checked(url, true);
    }

    /**
     * Returns the URL in the form that the upstream accepts; the content of a data URL must begin like an image of a known
     * format.
     */
    public static String recognized(Value url) {
        return checked(url, false);
    }

    private static String checked(Value url, boolean trustsDeclared) {
        String text = url.nonEmptyText();
        if (HttpUrl.matches(text)) {
            return HttpUrl.normalized(text);
        }
        DataUrl data = DataUrl.parse(text, url.at())
                .orElseThrow(() -> Rejections.invalid(
                        url.at(),
                        "Expected an http(s) URL or a base64-encoded data URL, but got '" + Rejections.shown(text)
                                + "'."));
        String declared = data.mediaType().equals(COMMON_MISNOMER) ? "image/jpeg" : data.mediaType();
        Optional<String> recognized = FileSignature.imageType(data.beginning(SIGNATURE_BYTES));
        String mediaType = recognized.orElse(declared);
        if (!FORMATS.contains(mediaType)) {
            throw Rejections.invalid(
                    url.at(),
                    "Expected a data URL of one of the formats " + String.join(", ", FORMATS) + ", but got '"
                            + Rejections.shown(data.mediaType()) + "'.");
        }
        if (recognized.isEmpty() && !trustsDeclared) {
            throw Rejections.invalid(
                    url.at(),
                    "the content is not an image: it begins like none of the formats " + String.join(", ", FORMATS)
                            + ". Send an image of one of them.");
        }
        return data.withMediaType(mediaType).text();
    }
}
