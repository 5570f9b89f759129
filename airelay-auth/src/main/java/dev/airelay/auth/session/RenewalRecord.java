package dev.airelay.auth.session;

import dev.airelay.base.Sha256;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The state of the renewal of one refresh token.
 *
 * @param tokenHash hash of the refresh token
 * @param state the progress of the renewal
 * @param code the login server's error code; empty unless refused
 * @param cutOff whether an earlier attempt may have reached the login server without its response having been stored
 * @param at when it reached this state
 */
public record RenewalRecord(String tokenHash, State state, String code, boolean cutOff, Instant at) {
    /** The progress of a renewal. */
    public enum State {
        /** The token was sent, or is about to be. */
        STARTED,
        /** The login server refused it permanently. */
        REFUSED
    }

    /** Error codes are plain words; anything else could be text of an unknown server. */
    private static final int MAX_CODE = 64;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]*");

    /** Reduces the code to its plain characters. */
    public RenewalRecord {
        code = plain(code);
    }

    /** The code if it looks like one, otherwise a placeholder. */
    static String plain(String code) {
        boolean plain = code.length() <= MAX_CODE && PLAIN.matcher(code).matches();
        return plain ? code : "unknown_refusal";
    }

    boolean isOf(String refreshToken) {
        return tokenHash.equals(Sha256.hex(refreshToken));
    }

    boolean refused() {
        return state == State.REFUSED;
    }

    /** Returns the message for the owner, with what to do. */
    String message() {
        return "The upstream session has ended: " + cause() + " (" + code + "). Run: airelay login";
    }

    private String cause() {
        return switch (code) {
            case "refresh_token_expired" -> "it was not renewed in time";
            case "refresh_token_reused" ->
                cutOff
                        ? "a renewal was interrupted before the new tokens could be saved, and the login server accepts the old"
                                + " ones only once"
                        : "its refresh token was already used, possibly by a copy of the session in another program";
            case "refresh_token_invalidated" -> "it was signed out elsewhere";
            default -> "the login server refused to renew it";
        };
    }
}
