package dev.airelay.auth.login;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to the loopback listener. The text form leaves the query out.
 *
 * @param method of HTTP
 * @param path before the question mark, as sent
 * @param query after the question mark, as sent
 * @param fromOtherSite whether the browser reports that a page of another site made it
 * @param toOtherHost whether its Host is not this machine's, as in a DNS rebinding attack
 */
public record CallbackRequest(String method, String path, String query, boolean fromOtherSite, boolean toOtherHost) {
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Z]{1,16}) (/[^ ?#]*)(?:\\?([^ #]*))? HTTP/1\\.[01]");
    private static final Pattern OTHER_SITE = Pattern.compile("(?m)^sec-fetch-site:[ \t]*+(cross-site|same-site)");

    private static final Pattern HOST = Pattern.compile("(?m)^host:([^\r\n]*+)");
    private static final Pattern OWN_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    /** The request with this head; empty if it is not HTTP. */
    static Optional<CallbackRequest> parse(String head) {
        Matcher line = REQUEST_LINE.matcher(head.lines().findFirst().orElse(""));
        if (!line.matches()) {
            return Optional.empty();
        }
        String query = line.group(3) == null ? "" : line.group(3);
        String headers = head.toLowerCase(Locale.ROOT);
        boolean toOtherHost = HOST.matcher(headers)
                .results()
                .anyMatch(host -> !OWN_HOST.matcher(host.group(1).strip()).matches());
        return Optional.of(new CallbackRequest(
                line.group(1), line.group(2), query, OTHER_SITE.matcher(headers).find(), toOtherHost));
    }

    @Override
    public String toString() {
        return "CallbackRequest[" + method + " " + path + "]";
    }
}
