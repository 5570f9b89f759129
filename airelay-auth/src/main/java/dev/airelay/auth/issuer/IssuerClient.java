package dev.airelay.auth.issuer;

import dev.airelay.auth.issuer.IssuerException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The login server's token and revocation endpoints: exchanges codes and refresh tokens for tokens, and revokes tokens.
 * Nothing is ever sent twice. Safe for concurrent use; blocks, so never on an event loop.
 */
public final class IssuerClient implements TokenRenewal {
    private static final String TOKEN_PATH = "/oauth/token";
    private static final String REVOKE_PATH = "/oauth/revoke";
    private static final String CLIENT_ID = "client_id";
    private static final String GRANT_TYPE = "grant_type";
    private static final String REFRESH_TOKEN = "refresh_token";
    private static final String ACCESS_TOKEN = "access_token";

    private final IssuerChannel channel;
    private final IssuerRefusal refusal;

    /** A client that sends with this transport. */
    public IssuerClient(IssuerTransport transport, IssuerOptions options) {
        this.channel = new IssuerChannel(transport, options);
        this.refusal = new IssuerRefusal(channel.host());
    }

    /** Returns the channel that the calls go through. */
    public IssuerChannel channel() {
        return channel;
    }

    /** Returns the options of the login server. */
    public IssuerOptions options() {
        return channel.options();
    }

    /**
     * Exchanges a code for tokens; all three are present in the result. This call uses up the code even if it fails.
     *
     * @throws IssuerException if the login server refused, could not be reached, or omitted a token
     */
    public TokenReply exchange(AuthorizationCode code) throws IssuerException, InterruptedException {
        FormFields form = new FormFields()
                .with(GRANT_TYPE, "authorization_code")
                .with("code", code.code())
                .with("redirect_uri", code.redirectUri())
                .with(CLIENT_ID, options().clientId())
                .with("code_verifier", code.codeVerifier());
        IssuerCall call = IssuerCall.form(
                "exchange the authorization code", TOKEN_PATH, form, List.of(code.code(), code.codeVerifier()));
        IssuerReply reply = channel.send(call);
        if (reply.status() != 200) {
            throw refusal.of(call, reply);
        }
        TokenReply tokens = tokens(call, reply);
        List<String> missing = missing(tokens);
        if (!missing.isEmpty()) {
            throw new IssuerException(
                    Kind.PERMANENT,
                    "missing_token",
                    "The sign-in is incomplete: the response from " + channel.host() + " lacks "
                            + String.join(", ", missing) + ". Nothing was saved. Run: airelay login");
        }
        return tokens;
    }

    @Override
    public TokenReply renew(String refreshToken) throws IssuerException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put(CLIENT_ID, options().clientId())
                .put(GRANT_TYPE, REFRESH_TOKEN)
                .put(REFRESH_TOKEN, refreshToken);
        IssuerCall call = IssuerCall.json("renew the session", TOKEN_PATH, body, List.of(refreshToken));
        IssuerReply reply = channel.send(call);
        if (reply.status() != 200) {
            throw refusal.ofRenewal(call, reply);
        }
        return tokens(call, reply);
    }

    /**
     * Revokes a session: by its refresh token if there is one, otherwise by its access token. Best effort: every failure is
     * in the result, bounded by {@link IssuerOptions#revokeTimeout}. When the thread is interrupted its flag stays set.
     */
    public Revocation revoke(TokenReply session) {
        Optional<String> token = session.refreshToken().or(session::accessToken);
        if (token.isEmpty()) {
            return new Revocation(false, "The session has no token to revoke.");
        }
        IssuerCall call = revocation(token.get(), session.refreshToken().isPresent());
        try {
            IssuerReply reply = channel.send(call, options().revokeTimeout());
            return reply.status() >= 200 && reply.status() < 300
                    ? new Revocation(true, channel.host() + " ended the session.")
                    : new Revocation(false, refusal.of(call, reply).getMessage());
        } catch (IssuerException failed) {
            return new Revocation(false, failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Revocation(false, "The sign-out was interrupted before " + channel.host() + " answered.");
        }
    }

    private IssuerCall revocation(String token, boolean refresh) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("token", token)
                .put("token_type_hint", refresh ? REFRESH_TOKEN : ACCESS_TOKEN);
        if (refresh) {
            body.put(CLIENT_ID, options().clientId());
        }
        return IssuerCall.json("end the session at the login server", REVOKE_PATH, body, List.of(token));
    }

    private TokenReply tokens(IssuerCall call, IssuerReply reply) throws IssuerException {
        JsonNode root = JsonBody.read(reply.body());
        if (!root.isObject()) {
            throw refusal.unusable(call, "answered HTTP 200 without a JSON object.");
        }
        return new TokenReply(
                JsonBody.secret(root.path("id_token")),
                JsonBody.secret(root.path(ACCESS_TOKEN)),
                JsonBody.secret(root.path(REFRESH_TOKEN)));
    }

    private static List<String> missing(TokenReply tokens) {
        return Stream.of(
                        tokens.idToken().isPresent() ? "" : "id_token",
                        tokens.accessToken().isPresent() ? "" : ACCESS_TOKEN,
                        tokens.refreshToken().isPresent() ? "" : REFRESH_TOKEN)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
