package dev.airelay.auth.login;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.auth.issuer.TokenReply;
import dev.airelay.auth.issuer.UntrustedText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The workspaces that a login is restricted to. Safe for concurrent use.
 *
 * @param allowed workspace ids, as in the tokens' {@code chatgpt_account_id}; empty allows all
 */
public record WorkspaceRestriction(List<String> allowed) {
    /** Checks the ids: visible ASCII without a comma, which separates them in the authorize request. */
    public WorkspaceRestriction {
        allowed = List.copyOf(allowed);
        for (String id : allowed) {
            if (!Credentials.isHeaderValue(id) || id.contains(",")) {
                throw new IllegalArgumentException(
                        "a workspace id must consist of visible ASCII characters without commas, was \""
                                + UntrustedText.shown(id) + "\"");
            }
        }
    }

    /** Every workspace is allowed. */
    public static WorkspaceRestriction none() {
        return new WorkspaceRestriction(List.of());
    }

    /** The value of {@code allowed_workspace_id}; empty when every workspace is allowed. */
    Optional<String> parameter() {
        return allowed.isEmpty() ? Optional.empty() : Optional.of(String.join(",", allowed));
    }

    /**
     * Checks that tokens are of an allowed workspace. The ID token must name it; an access token for another workspace is
     * refused too, because requests are sent with it.
     */
    void check(TokenReply tokens) throws LoginException {
        if (allowed.isEmpty()) {
            return;
        }
        Optional<String> workspace = tokens.idToken().map(JwtClaims::of).flatMap(JwtClaims::workspaceId);
        if (workspace.isEmpty()) {
            throw refused("The login server did not say which workspace the sign-in is for");
        }
        Optional<String> other = Stream.concat(
                        workspace.stream(),
                        tokens.accessToken().map(JwtClaims::of).flatMap(JwtClaims::workspaceId).stream())
                .filter(id -> !allowed.contains(id))
                .findFirst();
        if (other.isPresent()) {
            throw refused("The sign-in is for workspace " + UntrustedText.shown(other.get()));
        }
    }

    private LoginException refused(String what) {
        return new LoginException(
                LoginFailure.WORKSPACE_RESTRICTION,
                what + ", but only " + String.join(" or ", allowed)
                        + " is allowed. Nothing was saved. Sign in again and choose that workspace.");
    }
}
