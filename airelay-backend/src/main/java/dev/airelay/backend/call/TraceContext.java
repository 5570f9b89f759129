package dev.airelay.backend.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a client's request belongs to, passed on with the upstream requests that it causes. Immutable; holds nothing but
 * what the standard allows, so that a client can write no other header with it.
 *
 * @param parent value of {@code traceparent}
 * @param state value of {@code tracestate}; empty for none
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C, Trace Context</a>
 */
public record TraceContext(String parent, String state) {
    private static final int PARENT_LENGTH = 55;
    private static final int LONGEST_STATE = 512;
    private static final String HEX = "0123456789abcdef";
    /** Version, trace, parent and flags: the number of hexadecimal digits of each, with a hyphen in between. */
    private static final int[] DIGITS = {2, 32, 16, 2};

    /**
     * Reads the headers of a client. As the standard asks, a {@code traceparent} that is not valid counts as none.
     *
     * @param parent value of {@code traceparent}; null when there is none
     * @param state value of {@code tracestate}; null when there is none. Without effect when it is too long or has other
     *     characters than printable ones of ASCII
     */
    public static Optional<TraceContext> of(@Nullable String parent, @Nullable String state) {
        if (parent == null || !isParent(parent)) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(parent, state != null && isState(state) ? state : ""));
    }

    private static boolean isParent(String text) {
        if (text.length() != PARENT_LENGTH || !text.startsWith("00-")) {
            return false;
        }
        int at = 0;
        for (int digits : DIGITS) {
            boolean zero = true;
            for (int end = at + digits; at < end; at++) {
                char digit = text.charAt(at);
                if (HEX.indexOf(digit) < 0) {
                    return false;
                }
                zero &= digit == '0';
            }
            boolean id = digits > 2;
            boolean apart = at == PARENT_LENGTH || text.charAt(at) == '-';
            if ((id && zero) || !apart) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static boolean isState(String text) {
        if (text.length() > LONGEST_STATE) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
