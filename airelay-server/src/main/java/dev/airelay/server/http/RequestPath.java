package dev.airelay.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts the path of a request target. */
public final class RequestPath {

    /** Scheme and authority of a target that is a whole URL, as from clients that use the relay as a proxy. */
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*)", Pattern.CASE_INSENSITIVE);

    private RequestPath() {}

    /**
     * Returns the raw path of a request target, without query, still percent-encoded: routes and their protection are
     * decided on the same bytes. The absolute form counts as its path.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2">RFC 9112, 3.2.2 absolute-form</a>
     */
    public static String of(String requestTarget) {
        if (requestTarget.startsWith("/")) {
            return requestTarget.substring(0, end(requestTarget));
        }
        Matcher absolute = ABSOLUTE.matcher(requestTarget);
        String target = absolute.lookingAt() ? requestTarget.substring(absolute.end()) : requestTarget;
        String path = new QueryStringDecoder(target).rawPath();
        return path.isEmpty() ? "/" : path;
    }

    private static int end(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return path.length();
    }

    /** Returns the host, with its port if it has one, of a target that is a whole URL; empty for all others. */
    public static Optional<String> authority(String requestTarget) {
        if (requestTarget.startsWith("/")) {
            return Optional.empty();
        }
        Matcher absolute = ABSOLUTE.matcher(requestTarget);
        return absolute.lookingAt() ? Optional.of(absolute.group(1)) : Optional.empty();
    }
}
