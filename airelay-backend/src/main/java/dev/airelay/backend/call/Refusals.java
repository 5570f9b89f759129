package dev.airelay.backend.call;

import dev.airelay.backend.connect.Challenge;
import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether a response is the one asked for, and if not, how to tell the client. */
final class Refusals {

    private static final int BAD_GATEWAY = 502;
    private static final String CODE = "unexpected_response";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int MAX_SHOWN = 100;

    private Refusals() {}

    /** Returns true for a 200 that is an event stream, or that does not say what it is. */
    static boolean isEventStream(HttpResponse head) {
        CharSequence type = HttpUtil.getMimeType(head);
        return head.status().equals(HttpResponseStatus.OK)
                && (type == null
                        || EVENT_STREAM.contentEquals(type.toString().strip().toLowerCase(Locale.ROOT)));
    }

    /** Classifies a response whose body, as far as it came, is {@code body}. Nothing of an HTML page is shown. */
    static UpstreamFailure of(HttpResponse head, byte[] body, long epochSeconds) {
        HttpResponseStatus status = head.status();
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            return AuthFailures.rejected();
        }
        HttpStatusClass family = status.codeClass();
        if (family == HttpStatusClass.CLIENT_ERROR || family == HttpStatusClass.SERVER_ERROR) {
            return FailureClassifier.ofHttp(
                    status.code(), name -> Optional.ofNullable(head.headers().get(name)), body, epochSeconds);
        }
        return UpstreamFailure.server(BAD_GATEWAY, CODE, message(head));
    }

    private static String message(HttpResponse head) {
        int status = head.status().code();
        if (head.status().codeClass() == HttpStatusClass.REDIRECTION) {
            return "The upstream answered with a redirect (" + status + ") to "
                    + place(head.headers().get(HttpHeaderNames.LOCATION))
                    + ", which AIRelay does not follow. Check upstream.base_url.";
        }
        CharSequence type = HttpUtil.getMimeType(head);
        return "The upstream answered with status " + status + " and content type "
                + (type == null ? "none" : shown(type.toString()))
                + Challenge.rayId(head)
                        .map(id -> " (Cloudflare ray ID " + shown(id) + ")")
                        .orElse("")
                + " instead of a response from the Codex backend. Check upstream.base_url.";
    }

    /** Where a redirect leads, without the query, which may hold secrets. */
    private static String place(@Nullable String location) {
        if (location == null) {
            return "an unspecified location";
        }
        try {
            URI target = new URI(location);
            String authority = target.getHost() == null ? "" : target.getScheme() + "://" + target.getHost();
            return shown(authority + (target.getRawPath() == null ? "" : target.getRawPath()));
        } catch (URISyntaxException invalid) {
            return "an invalid location";
        }
    }

    private static String shown(String text) {
        return LogSafeText.cut(text, MAX_SHOWN);
    }
}
