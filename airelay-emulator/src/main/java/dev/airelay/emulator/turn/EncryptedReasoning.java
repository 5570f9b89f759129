package dev.airelay.emulator.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A substitute for encrypted reasoning: opaque to clients, tied to the account, verifiable, and the same for every emulator,
 * so that a conversation survives a restart. It is not really encrypted.
 */
public final class EncryptedReasoning {
    private static final String PREFIX = "gAAAAA";
    private static final byte[] KEY = "AIRelay emulator reasoning".getBytes(UTF_8);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int BODY_BYTES = 256;

    private EncryptedReasoning() {}

    /** The encrypted form of the reasoning item {@code itemId} of an account. */
    public static String seal(String itemId, String accountId) {
        byte[] body = Arrays.copyOf(itemId.getBytes(UTF_8), BODY_BYTES);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        sealed.writeBytes(body);
        sealed.writeBytes(mac(body, accountId));
        return PREFIX + Base64.getUrlEncoder().encodeToString(sealed.toByteArray());
    }

    /** Whether this is the unchanged encrypted form of some item of that account. */
    public static boolean verifies(String sealed, String accountId) {
        if (!sealed.startsWith(PREFIX)) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
            if (bytes.length != BODY_BYTES + MAC_BYTES) {
                return false;
            }
            byte[] body = Arrays.copyOf(bytes, BODY_BYTES);
            return MessageDigest.isEqual(mac(body, accountId), Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] mac(byte[] body, String accountId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(KEY, ALGORITHM));
            mac.update(accountId.getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
