package dev.airelay.auth.issuer;

import dev.airelay.base.JsonTrees;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads the login server's JSON responses without ever quoting them. */
public final class JsonBody {
    private static final JsonTrees JSON = JsonTrees.usual();

    private JsonBody() {}

    /** The object in the body; a missing node when there is none. */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode root = JSON.read(body);
            return root.isObject() ? root : MissingNode.getInstance();
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** A token or code: text that is a safe header value. Anything else counts as missing. */
    public static Optional<String> secret(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()).filter(Credentials::isHeaderValue) : Optional.empty();
    }
}
