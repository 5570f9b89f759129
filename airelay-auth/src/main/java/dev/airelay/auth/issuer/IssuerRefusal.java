package dev.airelay.auth.issuer;

import dev.airelay.auth.issuer.IssuerException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps an unsuccessful response to the failure that it means. */
public final class IssuerRefusal {
    /**
     * The codes after which a refresh token is useless. Other clients of this login server have seen {@code invalid_grant},
     * {@code token_expired} and {@code invalid_refresh_token} with this meaning.
     */
    private static final Set<String> ENDS_A_SESSION = Set.of(
            "refresh_token_expired",
            "refresh_token_reused",
            "refresh_token_invalidated",
            "invalid_grant",
            "invalid_refresh_token",
            "token_expired");

    private final String host;

    /**
     * Creates a reader of refusals.
     *
     * @param host the login server, for messages
     */
    public IssuerRefusal(String host) {
        this.host = host;
    }

    /**
     * The failure of a renewal. Only 401 and the codes above end a session: a 403 for the country or a 400 for the
     * request says nothing about the token.
     */
    IssuerException ofRenewal(IssuerCall call, IssuerReply reply) {
        IssuerError error = IssuerError.of(reply, call.secrets());
        boolean ends = reply.status() == 401
                || error.code().filter(ENDS_A_SESSION::contains).isPresent();
        Kind kind = ends && !isOutOfOrder(reply, error) ? Kind.PERMANENT : Kind.TRANSIENT;
        return failure(kind, call, reply, error, kind == Kind.PERMANENT ? " Run: airelay login" : "");
    }

    /** The failure of any other call: a refusal with a status from 400 on is final for this very request. */
    public IssuerException of(IssuerCall call, IssuerReply reply) {
        IssuerError error = IssuerError.of(reply, call.secrets());
        boolean refused = reply.status() >= 400 && !isOutOfOrder(reply, error);
        return failure(refused ? Kind.PERMANENT : Kind.TRANSIENT, call, reply, error, "");
    }

    /** The failure when the status is a success and the body is not. */
    public IssuerException unusable(IssuerCall call, String what) {
        return new IssuerException(
                Kind.TRANSIENT, "issuer_bad_reply", "Could not " + call.purpose() + ": " + host + " " + what);
    }

    /** Whether the response says nothing about the request itself. */
    public static boolean isOutOfOrder(IssuerReply reply, IssuerError error) {
        return error.webPage() || reply.status() == 429 || reply.status() >= 500;
    }

    private IssuerException failure(Kind kind, IssuerCall call, IssuerReply reply, IssuerError error, String advice) {
        String what = "Could not " + call.purpose() + ": ";
        if (isChallenge(reply, error)) {
            return new IssuerException(
                    kind,
                    "cloudflare_challenge",
                    what + "Cloudflare blocked the request to " + host + " with a challenge page (HTTP "
                            + reply.status() + ray(reply)
                            + "). It does not trust this machine's IP address, VPN or proxy. Try again later or from"
                            + " another network.");
        }
        String code = error.code().orElse("issuer_http_" + reply.status());
        String said = Stream.of(error.code(), error.message())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(": "));
        String how = error.webPage()
                ? " with an HTML page instead of JSON" + ray(reply)
                : said.isEmpty() ? "" : " (" + said + ")";
        return new IssuerException(kind, code, what + host + " answered HTTP " + reply.status() + how + "." + advice);
    }

    private static String ray(IssuerReply reply) {
        return reply.rayId()
                .map(id -> ", Cloudflare ray ID " + UntrustedText.shown(id, List.of()))
                .orElse("");
    }

    private static boolean isChallenge(IssuerReply reply, IssuerError error) {
        return reply.challenge() || (error.webPage() && reply.status() == 403);
    }
}
