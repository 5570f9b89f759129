package dev.airelay.transforms.request;

import dev.airelay.base.Sha256;
import dev.airelay.transforms.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The id of a request's conversation, derived so that it is the same in all turns.
 *
 * <p>The upstream routes its prompt cache by it. It always has the form of a UUID, as from the upstream's own client, and is
 * always a hash, so that a client's key does not leave the machine.
 */
final class SessionId {

    private SessionId() {}

    /**
     * Returns the id: from the client's cache key, otherwise from its session header, otherwise from the parts that all
     * turns of a conversation share: model, instructions and first user message.
     */
    static String derive(
            @Nullable String promptCacheKey, @Nullable String clientSession, Map<UpstreamMember, JsonNode> body) {
        MessageDigest digest = Sha256.digest();
        if (promptCacheKey != null && !promptCacheKey.isEmpty()) {
            update(digest, "key", promptCacheKey);
        } else if (clientSession != null && !clientSession.isEmpty()) {
            update(digest, "session", clientSession);
        } else {
            update(digest, "model", text(body.get(UpstreamMember.MODEL)));
            update(digest, "instructions", text(body.get(UpstreamMember.INSTRUCTIONS)));
            digest.update(Json.write(firstUserItem(body.get(UpstreamMember.INPUT))));
        }
        return uuid(digest.digest());
    }

    /** Adds a label and a text; the length separates adjacent texts. */
    private static void update(MessageDigest digest, String label, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((label + " " + bytes.length + " ").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "" : node.stringValue("");
    }

    private static JsonNode firstUserItem(@Nullable JsonNode input) {
        if (input == null) {
            return NullNode.getInstance();
        }
        for (JsonNode item : input) {
            if (item.path("role").stringValue("").equals("user")) {
                return item;
            }
        }
        return input.isEmpty() ? NullNode.getInstance() : input.get(0);
    }

    /** Returns the hash's first 128 bits as a UUID of version 8, the one for values made by a rule of one's own. */
    private static String uuid(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }
}
