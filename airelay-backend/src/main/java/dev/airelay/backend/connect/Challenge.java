package dev.airelay.backend.connect;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Optional;

/** Recognizes a response of Cloudflare, which is in front of the upstream, to clients other than browsers. */
public final class Challenge {

    private static final String HEADER = "cf-mitigated";
    private static final String VALUE = "challenge";
    private static final String PAGE = "text/html";

    private Challenge() {}

    /** Returns Cloudflare's id of the request, if it passed through Cloudflare. */
    public static Optional<String> rayId(HttpResponse head) {
        return Optional.ofNullable(head.headers().get("cf-ray"))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }

    /** Returns true if the response's headers name a challenge. */
    static boolean isNamed(HttpResponse head) {
        return VALUE.equalsIgnoreCase(head.headers().get(HEADER, "").strip());
    }

    /** Returns true also for a page that says 403: older challenges name themselves only in the page. */
    static boolean isLikely(HttpResponse head) {
        CharSequence type = HttpUtil.getMimeType(head);
        boolean page = type != null && PAGE.equals(type.toString().strip().toLowerCase(Locale.ROOT));
        return isNamed(head) || (head.status().equals(HttpResponseStatus.FORBIDDEN) && page);
    }
}
