package dev.airelay.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.issuer.IssuerOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeUrlTest {
    private static final String REDIRECT = "http://localhost:1455/auth/callback";

    private static AuthorizationRequest request(WorkspaceRestriction workspaces) {
        return new AuthorizationRequest(REDIRECT, new Pkce("the-verifier", "the-challenge"), "the-state", workspaces);
    }

    @Test
    void holdsEveryParameterOnceInOrderAndPercentEncoded() {
        URI url = AuthorizeUrl.of(IssuerOptions.codex(), request(WorkspaceRestriction.none()));

        assertThat(url.toString())
                .isEqualTo("https://auth.openai.com/oauth/authorize"
                        + "?response_type=code"
                        + "&client_id=app_EMoamEEZ73f0CkXaXp7hrann"
                        + "&redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback"
                        + "&scope=openid%20profile%20email%20offline_access"
                        + "&code_challenge=the-challenge"
                        + "&code_challenge_method=S256"
                        + "&id_token_add_organizations=true"
                        + "&codex_cli_simplified_flow=true"
                        + "&state=the-state"
                        + "&originator=codex_cli_rs");
    }

    @Test
    void namesTheAllowedWorkspacesLast() {
        URI url = AuthorizeUrl.of(IssuerOptions.codex(), request(new WorkspaceRestriction(List.of("ws-1", "ws/2"))));

        assertThat(url.toString()).endsWith("&originator=codex_cli_rs&allowed_workspace_id=ws-1%2Cws%2F2");
    }

    @Test
    void goesToTheConfiguredIssuerAndClient() {
        IssuerOptions options = IssuerOptions.codex()
                .withIssuer(URI.create("http://127.0.0.1:9999/login/"))
                .withClient("other client".replace(' ', '-'), "other");

        assertThat(AuthorizeUrl.of(options, request(WorkspaceRestriction.none()))
                        .toString())
                .startsWith("http://127.0.0.1:9999/login/oauth/authorize?response_type=code&client_id=other-client&")
                .endsWith("&originator=other");
    }

    @Test
    void challengeIsTheHashOfTheVerifier() throws Exception {
        Pkce pkce = Pkce.random(new SecureRandom());

        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(pkce.verifier().getBytes(StandardCharsets.US_ASCII));
        assertThat(pkce.challenge())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertThat(pkce.verifier()).hasSizeBetween(43, 128).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void stateIs32BytesAndNeverTheSame() {
        SecureRandom random = new SecureRandom();

        List<String> states = Stream.generate(
                        () -> AuthorizationRequest.random(REDIRECT, WorkspaceRestriction.none(), random)
                                .state())
                .limit(50)
                .toList();

        assertThat(states)
                .doesNotHaveDuplicates()
                .allSatisfy(state ->
                        assertThat(Base64.getUrlDecoder().decode(state)).hasSize(32));
    }

    @Test
    void randomnessComesFromTheGeneratorGiven() {
        assertThat(Pkce.random(new Random(7))).isEqualTo(Pkce.random(new Random(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b", "a b", "a\u00e9"})
    void refusesAWorkspaceIdThatIsNone(String id) {
        List<String> ids = List.of(id);

        assertThatThrownBy(() -> new WorkspaceRestriction(ids))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("workspace id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://auth.example",
                "auth.example",
                "https:///x",
                "https://a.example?x=1",
                "https://a.example#x",
                "https://user:word@a.example"
            })
    void refusesAnIssuerOtherThanPlainWebAddress(String issuer) {
        IssuerOptions options = IssuerOptions.codex();
        URI address = URI.create(issuer);

        assertThatThrownBy(() -> options.withIssuer(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("issuer must");
    }
}
