package dev.airelay.auth.login;

import dev.airelay.auth.issuer.FormFields;
import dev.airelay.auth.issuer.IssuerOptions;
import java.net.URI;

/** The URL that the owner opens to sign in. Parameters and their order are those of the Codex CLI. */
final class AuthorizeUrl {
    /** Enough for inference; newer Codex versions also request connectors, which AIRelay does not use. */
    private static final String SCOPE = "openid profile email offline_access";

    private AuthorizeUrl() {}

    static URI of(IssuerOptions options, AuthorizationRequest request) {
        FormFields query = new FormFields()
                .with("response_type", "code")
                .with("client_id", options.clientId())
                .with("redirect_uri", request.redirectUri())
                .with("scope", SCOPE)
                .with("code_challenge", request.pkce().challenge())
                .with("code_challenge_method", "S256")
                .with("id_token_add_organizations", "true")
                .with("codex_cli_simplified_flow", "true")
                .with("state", request.state())
                .with("originator", options.originator());
        request.workspaces().parameter().ifPresent(ids -> query.with("allowed_workspace_id", ids));
        return options.endpoint("/oauth/authorize?" + query.encoded());
    }
}
