package dev.airelay.server.edge;

import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides by the headers whether a request body is in a form that its route accepts. */
final class BodyFormat {

    private static final String FORM = "multipart/form-data";

    private BodyFormat() {}

    /**
     * Returns why a body is not accepted; empty if it is. A body without a content type counts as JSON. If a route accepts
     * only JSON, forms and plain text are refused: web pages of other sites can send those without a preflight.
     */
    static Optional<Refusal> refusal(Route.BodyKind kind, HttpHeaders headers) {
        if (!kind.takesJson() && !kind.takesForm()) {
            return Optional.empty();
        }
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (ContentCoding.of(encoding).isEmpty()) {
            return Optional.of(Refusal.invalid(
                    415,
                    "unsupported_content_encoding",
                    "Content-Encoding " + encoding
                            + " is not supported. Send the body in gzip, deflate or zstd, or uncompressed."));
        }
        if (isJson(kind, headers) || (kind.takesForm() && isForm(headers))) {
            return Optional.empty();
        }
        String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        String supported = kind == Route.BodyKind.FORM
                ? FORM
                : kind.takesForm() ? "application/json or " + FORM : "application/json";
        return Optional.of(Refusal.invalid(
                415,
                "unsupported_content_type",
                "Content-Type " + contentType + " is not supported. Send " + supported + "."));
    }

    /** Returns whether the body of a request with these headers is one JSON object. */
    static boolean isJson(Route.BodyKind kind, HttpHeaders headers) {
        return kind.takesJson() && isJson(headers.get(HttpHeaderNames.CONTENT_TYPE));
    }

    private static boolean isForm(HttpHeaders headers) {
        String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return contentType != null && mimeType(contentType).equals(FORM);
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = mimeType(contentType);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static String mimeType(String contentType) {
        CharSequence mimeType = HttpUtil.getMimeType(contentType);
        return (mimeType == null ? contentType : mimeType.toString()).strip().toLowerCase(Locale.ROOT);
    }
}
