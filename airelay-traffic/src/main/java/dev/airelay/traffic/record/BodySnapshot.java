package dev.airelay.traffic.record;

import dev.airelay.base.Sha256;
import dev.airelay.traffic.redact.JsonRedactor;
import dev.airelay.traffic.redact.LogJson;
import dev.airelay.traffic.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes the logged form of a body. Not thread-safe. */
final class BodySnapshot {
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final JsonGenerator json;
    private final Redactor redactor;
    private final BodyLevel level;
    private final int maxBytes;
    /** Looked up once: the search for an algorithm costs about as much as the digest of a short body. */
    private final MessageDigest sha256 = Sha256.digest();

    BodySnapshot(JsonGenerator json, Redactor redactor, BodyLevel level, int maxBytes) {
        this.json = json;
        this.redactor = redactor;
        this.level = level;
        this.maxBytes = maxBytes;
    }

    /** Writes a field of this name, unless bodies are not logged. */
    void write(String field, LoggedBody body) {
        if (level == BodyLevel.NONE) {
            return;
        }
        json.writeName(field);
        json.writeStartObject();
        if (body instanceof LoggedBody.Bytes whole && whole.bytes().length > 0) {
            whole(whole);
        } else if (body instanceof LoggedBody.Upload upload) {
            upload(upload);
        } else {
            head(body.size() == 0 ? "empty" : "omitted", body.size());
        }
        json.writeEndObject();
    }

    /** Writes the fields of an error's body; its message only if bodies are logged. */
    void writeError(LoggedBody body) {
        if (!(body instanceof LoggedBody.Bytes error) || error.bytes().length > MAX_ERROR_BYTES) {
            return;
        }
        JsonNode tree = parsed(error.bytes());
        if (tree == null) {
            return;
        }
        JsonNode text = tree.path("error");
        if (text.isString() && level != BodyLevel.NONE) {
            json.writeStringProperty("error_message", redactor.text(text.stringValue()));
        }
        for (String field : level == BodyLevel.NONE ? List.of("type", "code") : List.of("type", "code", "message")) {
            JsonNode value = tree.path("error").path(field);
            if (value.isString()) {
                json.writeStringProperty("error_" + field, redactor.text(value.stringValue()));
            }
        }
    }

    private void head(String kind, long bytes) {
        json.writeStringProperty("kind", kind);
        if (bytes >= 0) {
            json.writeNumberProperty("bytes", bytes);
        }
    }

    private void upload(LoggedBody.Upload upload) {
        head("multipart_upload", upload.size());
        json.writeStringProperty("sha256", upload.sha256());
        json.writeStringProperty("filename", redactor.text(upload.filename()));
        json.writeStringProperty("purpose", redactor.text(upload.purpose()));
        json.writeStringProperty("content_type", redactor.text(upload.contentType()));
    }

    private void whole(LoggedBody.Bytes body) {
        boolean text = isText(body.contentType());
        boolean content = text && level == BodyLevel.FULL && body.bytes().length <= maxBytes;
        @Nullable JsonNode tree = content ? parsed(body.bytes()) : null;
        head(kind(text, content, tree), body.bytes().length);
        json.writeStringProperty("sha256", HexFormat.of().formatHex(sha256.digest(body.bytes())));
        if (tree != null) {
            json.writeName("json");
            new JsonRedactor(redactor, json, 0).write(tree);
        } else if (content) {
            json.writeStringProperty("text", redactor.text(new String(body.bytes(), StandardCharsets.UTF_8)));
        }
    }

    private static String kind(boolean text, boolean content, @Nullable JsonNode tree) {
        if (tree != null) {
            return "json";
        }
        if (content) {
            return "text";
        }
        return text ? "text_summary" : "binary_summary";
    }

    private static @Nullable JsonNode parsed(byte[] bytes) {
        try {
            JsonNode tree = LogJson.read(bytes);
            return tree.isObject() || tree.isArray() ? tree : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.contains("json")
                || type.contains("xml")
                || type.contains("javascript")
                || type.contains("x-www-form-urlencoded");
    }
}
