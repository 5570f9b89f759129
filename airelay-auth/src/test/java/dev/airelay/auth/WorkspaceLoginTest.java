package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.login.LoginException;
import dev.airelay.auth.login.LoginFailure;
import dev.airelay.auth.login.WorkspaceRestriction;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceLoginTest {
    private static final WorkspaceRestriction TWO = new WorkspaceRestriction(List.of("ws-1", "ws-2"));

    private final BrowserLoginRun login = new BrowserLoginRun();

    @AfterEach
    void stop() {
        login.close();
    }

    private String token(String workspace) {
        return workspace.equals("none") ? Jwt.of("{\"chatgpt_account_id\":\"ws-1\"}") : TestTokens.jwt(workspace);
    }

    @ParameterizedTest(name = "id token {0}, access token {1}")
    @CsvSource({"ws-3,ws-3", "none,ws-1", "none,none", "ws-1,ws-3"})
    void anotherOrUnknownWorkspaceIsRefusedAndNothingStored(String id, String access) throws Exception {
        login.issuer.answers(200, TestTokens.json(token(id), token(access)));
        login.start(BrowserLoginRun.freePorts(), TWO);

        HttpResponse<String> page = login.callback(login.grant());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("Not signed in").contains("only ws-1 or ws-2 is allowed");
        assertThat(login.stored).isEmpty();
        assertThat(login.failure())
                .isInstanceOfSatisfying(
                        LoginException.class,
                        failed -> assertThat(failed.failure()).isEqualTo(LoginFailure.WORKSPACE_RESTRICTION));
        assertThat(LoginFailure.WORKSPACE_RESTRICTION.code()).isEqualTo("workspace_restriction");
    }

    @ParameterizedTest
    @CsvSource({"ws-1,ws-1", "ws-2,none"})
    void allowedWorkspaceIsStored(String id, String access) throws Exception {
        login.issuer.answers(200, TestTokens.json(token(id), token(access)));
        login.start(BrowserLoginRun.freePorts(), TWO);

        assertThat(login.parameter("allowed_workspace_id")).isEqualTo("ws-1,ws-2");
        assertThat(login.pending().paste("?" + login.grant())).isEmpty();

        assertThat(login.result()).isNotNull();
        assertThat(login.stored).hasSize(1);
    }

    @Test
    void tokensThatNameNoAccountAreNotStored() throws Exception {
        login.issuer.answers(200, TestTokens.json(Jwt.of("{}"), "opaque"));
        login.start();

        login.pending().paste("?" + login.grant());

        assertThat(login.failure())
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("do not name a ChatGPT account");
        assertThat(login.stored).isEmpty();
    }
}
