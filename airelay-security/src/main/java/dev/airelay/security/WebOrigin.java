package dev.airelay.security;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page's origin in the form browsers send it.
 *
 * @param text lower case, without the scheme's own port
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">RFC 6454, section 6.2</a>
 */
record WebOrigin(String text) {
    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/\\s?#@\\\\,]+?)(?::([0-9]{1,5}))?");
    private static final int MAX_LENGTH = 500;

    /** Parses an Origin header or a configured origin; empty when it is none, and for {@code null}. */
    static Optional<WebOrigin> parse(String origin) {
        String wanted = origin.strip().toLowerCase(Locale.ROOT);
        Matcher form = FORM.matcher(wanted);
        if (origin.length() > MAX_LENGTH || !form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new WebOrigin(hasOwnPort(form) ? form.group(1) + "://" + form.group(2) : wanted));
    }

    private static boolean hasOwnPort(Matcher form) {
        String port = form.group(3);
        return (form.group(1).equals("http") && "80".equals(port))
                || (form.group(1).equals("https") && "443".equals(port));
    }
}
