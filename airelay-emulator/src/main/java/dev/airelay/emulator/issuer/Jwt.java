package dev.airelay.emulator.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Writes unsigned JWTs. No client checks a signature, since tokens come straight from the login server. */
public final class Jwt {
    private Jwt() {}

    /**
     * The token with those claims.
     *
     * @param padded whether the parts keep the {@code =} that the standard leaves out
     */
    static String unsigned(ObjectNode claims, boolean padded) {
        ObjectNode header = Json.object().put("alg", "none").put("typ", "JWT");
        Base64.Encoder encoder =
                padded ? Base64.getUrlEncoder() : Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(Json.bytes(header)) + "." + encoder.encodeToString(Json.bytes(claims)) + "."
                + encoder.encodeToString("unsigned".getBytes(UTF_8));
    }

    /** The base64url text, without padding, of a text's SHA-256, as PKCE's S256 has it. */
    static String s256(String text) {
        return base64(sha256(text), 32);
    }

    /** The claim {@code at_hash}: the left half of the access token's SHA-256. */
    static String halfHash(String accessToken) {
        return base64(sha256(accessToken), 16);
    }

    private static String base64(byte[] bytes, int count) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, count));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
