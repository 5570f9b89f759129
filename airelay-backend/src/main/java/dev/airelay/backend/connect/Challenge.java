package dev.airelay.backend.connect;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Optional;

/** Recognises an answer of Cloudflare, which stands in front of the upstream and wants a browser. */
public final class Challenge {

    private static final String HEADER = "cf-mitigated";
    private static final String VALUE = "challenge";
    private static final String PAGE = "text/html";

    private Challenge() {}

    /** Returns by what Cloudflare finds the request again, if it was in between. */
    public static Optional<String> rayId(HttpResponse head) {
        return Optional.ofNullable(head.headers().get("cf-ray"))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }

    /** Returns true when Cloudflare says so itself. */
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
