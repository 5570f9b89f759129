package dev.airelay.auth.login;

import dev.airelay.auth.issuer.Credentials;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses text that the owner copied from a browser that could not reach the listener: the whole address, its query, or
 * {@code code#state}.
 */
final class PastedRedirect {
    private static final int MAX_CHARACTERS = 16 * 1024;
    private static final Pattern QUERY = Pattern.compile("(^|[?&])(code|error|state)=");

    private PastedRedirect() {}

    /** The parameters; empty when the text has none of the three forms. */
    static Optional<RedirectParameters> parse(String pasted) {
        String text = pasted.strip();
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        if (QUERY.matcher(text).find()) {
            return RedirectParameters.parse(query(text));
        }
        int hash = text.indexOf('#');
        boolean codeAndState = hash > 0 && hash < text.length() - 1 && Credentials.isHeaderValue(text);
        return codeAndState
                ? Optional.of(RedirectParameters.of(text.substring(0, hash), text.substring(hash + 1)))
                : Optional.empty();
    }

    private static String query(String text) {
        String tail = text.substring(text.indexOf('?') + 1);
        int fragment = tail.indexOf('#');
        return fragment < 0 ? tail : tail.substring(0, fragment);
    }
}
