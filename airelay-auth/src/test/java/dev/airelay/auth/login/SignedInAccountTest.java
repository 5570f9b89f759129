package dev.airelay.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.Jwt;
import dev.airelay.auth.TestTokens;
import dev.airelay.auth.issuer.JwtClaims;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedInAccountTest {
    private static final String AUTH = "\"https://api.openai.com/auth\"";

    private static SignedInAccount account(String idPayload, String accessPayload) {
        return SignedInAccount.of(TestTokens.reply(Jwt.of(idPayload), Jwt.of(accessPayload)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aud as text|{\"aud\":\"app\",\"email\":\"me@example.com\"}",
                "aud as a list|{\"aud\":[\"app\"],\"email\":\"me@example.com\"}",
                "email in the profile|{\"https://api.openai.com/profile\":{\"email\":\"me@example.com\"}}"
            })
    void knowsTheEmailWithoutTheAuthNamespace(String name, String payload) {
        SignedInAccount account = account(payload, "{}");

        assertThat(account.email()).contains("me@example.com");
        assertThat(account.accountId()).isEmpty();
        assertThat(account.planType()).isEmpty();
    }

    @Test
    void unknownPlanPassesAsText() {
        assertThat(account("{" + AUTH + ":{\"chatgpt_plan_type\":\"galactic_2030\"}}", "{}")
                        .planType())
                .contains("galactic_2030");
    }

    @Test
    void takesTheAccountFromTheAccessTokenWhenOnlyThatHasIt() {
        assertThat(account("{}", "{" + AUTH + ":{\"chatgpt_account_id\":\"acc-2\"}}")
                        .accountId())
                .contains("acc-2");
    }

    @Test
    void prefersTheIdToken() {
        String idPayload = "{" + AUTH + ":{\"chatgpt_account_id\":\"acc-1\"}}";

        assertThat(account(idPayload, "{" + AUTH + ":{\"chatgpt_account_id\":\"acc-2\"}}")
                        .accountId())
                .contains("acc-1");
    }

    @Test
    void fallsBackToTheFirstOrganization() {
        assertThat(account("{\"organizations\":[{\"id\":\"org-1\"},{\"id\":\"org-2\"}]}", "{}")
                        .accountId())
                .contains("org-1");
    }

    @Test
    void accountThatCannotStandInAHeaderIsNone() {
        assertThat(account("{" + AUTH + ":{\"chatgpt_account_id\":\"a\\nb\"}}", "{}")
                        .accountId())
                .isEmpty();
    }

    @Test
    void onlyTheAuthClaimNamesAWorkspace() {
        String organization = Jwt.of("{\"organizations\":[{\"id\":\"org-1\"}],\"chatgpt_account_id\":\"top\"}");

        assertThat(JwtClaims.of(organization).workspaceId()).isEmpty();
        assertThat(JwtClaims.of(TestTokens.jwt("ws-1")).workspaceId()).isEqualTo(Optional.of("ws-1"));
    }
}
