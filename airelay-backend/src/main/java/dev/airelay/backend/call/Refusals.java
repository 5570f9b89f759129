package dev.airelay.backend.call;

import dev.airelay.backend.connect.Challenge;
import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks whether a response is of the expected kind, and if not, builds the failure for the client. */
final class Refusals {

    private static final int BAD_GATEWAY = 502;
    private static final String CODE = "unexpected_response";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> NO_ROUTE = Set.of(NOT_FOUND, 405, 501);
    private static final int MAX_SHOWN = 100;

    private Refusals() {}

    /** Returns true for a response that is declared as an event stream, or has no declared type. */
    static boolean mayBeEventStream(HttpResponse head) {
        CharSequence type = HttpUtil.getMimeType(head);
        return type == null
                || EVENT_STREAM.contentEquals(type.toString().strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the first byte of a piece that is neither white space nor part of a byte order mark; -1 when there is none. */
    static int firstVisible(ByteBuf piece) {
        int at = piece.forEachByte(next -> next == ' ' || (next >= '\t' && next <= '\r') || isMark(next));
        return at < 0 ? -1 : piece.getUnsignedByte(at);
    }

    private static boolean isMark(byte next) {
        return next == (byte) 0xEF || next == (byte) 0xBB || next == (byte) 0xBF;
    }

    /** Returns whether a body that begins with this byte is JSON or a page: no line of an event stream begins like that. */
    static boolean beginsDocument(int first) {
        return first == '{' || first == '[' || first == '<';
    }

    /** Returns the failure of a response whose coding is damaged, or that would need too much memory. */
    static UpstreamFailure undecodable(String why) {
        return UpstreamFailure.server(
                BAD_GATEWAY,
                CODE,
                "The upstream's response is compressed and cannot be decoded (" + shown(why)
                        + "). AIRelay asks for responses that are not compressed; check the proxy, if there is one, and"
                        + " upstream.base_url.");
    }

    /** Classifies a response by the received part of its body. Never quotes an HTML page. */
    static UpstreamFailure of(HttpResponse head, byte[] body, long epochSeconds) {
        HttpResponseStatus status = head.status();
        if (status.equals(HttpResponseStatus.UNAUTHORIZED) && !FailureClassifier.isAboutRegion(body)) {
            return AuthFailures.rejected();
        }
        HttpStatusClass family = status.codeClass();
        if (family == HttpStatusClass.CLIENT_ERROR || family == HttpStatusClass.SERVER_ERROR) {
            return FailureClassifier.ofHttp(
                    status.code(), name -> Optional.ofNullable(head.headers().get(name)), body, epochSeconds);
        }
        if (status.equals(HttpResponseStatus.OK) && FailureClassifier.reportsError(body)) {
            return FailureClassifier.ofHttp(
                    status.code(), name -> Optional.ofNullable(head.headers().get(name)), body, epochSeconds);
        }
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (!BodyDecoder.isPlain(coding) && !BodyDecoder.isSupported(coding)) {
            return undecodable("the coding " + coding + " is not supported");
        }
        return UpstreamFailure.server(BAD_GATEWAY, CODE, message(head));
    }

    /**
     * Returns the failure of a route that the upstream does not have; empty when the refusal is about something else.
     *
     * @param failure the meaning of the refusal
     */
    static Optional<UpstreamFailure> missingRoute(HttpResponse head, UpstreamFailure failure) {
        int status = head.status().code();
        boolean aboutRoute = NO_ROUTE.contains(status)
                && failure.kind() != UpstreamFailure.Kind.LIMIT
                && !FailureClassifier.MODEL_NOT_FOUND.equals(failure.error().code());
        return aboutRoute
                ? Optional.of(new UpstreamFailure(
                        UpstreamFailure.Kind.CLIENT,
                        NOT_FOUND,
                        new ApiError(
                                "The upstream does not have this route (status " + status + ").",
                                ApiError.INVALID_REQUEST,
                                null,
                                UpstreamFailure.ROUTE_MISSING),
                        Optional.empty()))
                : Optional.empty();
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

    /** The target of a redirect, without the query, which may contain secrets. */
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
