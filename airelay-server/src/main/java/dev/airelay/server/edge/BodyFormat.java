package dev.airelay.server.edge;

import dev.airelay.server.http.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides by its headers whether a request body can be read as JSON. */
final class BodyFormat {

    private BodyFormat() {}

    /**
     * Returns why a body cannot be read as JSON; empty when it can. A body without a content type passes. A form or plain
     * text does not: web pages of foreign sites can send those unasked.
     */
    static Optional<Refusal> refusal(HttpHeaders headers) {
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (ContentCoding.of(encoding).isEmpty()) {
            return Optional.of(Refusal.invalid(
                    415,
                    "unsupported_content_encoding",
                    "Content-Encoding " + encoding
                            + " is not supported. Send the body in gzip, deflate or zstd, or uncompressed."));
        }
        String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return isJson(contentType)
                ? Optional.empty()
                : Optional.of(Refusal.invalid(
                        415,
                        "unsupported_content_type",
                        "Content-Type " + contentType + " is not supported. Send application/json."));
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        CharSequence mimeType = HttpUtil.getMimeType(contentType);
        String type =
                (mimeType == null ? contentType : mimeType.toString()).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
