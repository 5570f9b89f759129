package dev.airelay.auth;

import static dev.airelay.auth.BrowserLoginRun.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.login.LoginException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedLoginTest {
    private final BrowserLoginRun login = new BrowserLoginRun();

    @AfterEach
    void stop() {
        login.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1455/auth/callback?code=CODE&state=STATE",
                "  http://localhost:1455/auth/callback?state=STATE&scope=openid+email&code=CODE#top  ",
                "code=CODE&state=STATE",
                "?state=STATE&code=CODE",
                "CODE#STATE",
                " CODE#STATE\n"
            })
    void takesEveryFormOfTheRedirect(String form) throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        assertThat(login.pending().paste(form.replace("CODE", CODE).replace("STATE", login.state())))
                .isEmpty();

        assertThat(login.result()).isNotNull();
        assertThat(login.issuer.body(0)).contains("&code=" + CODE + "&");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost:1455/auth/callback?code=CODE&state=wrong|a different sign-in",
                "code=CODE&state=wrong|a different sign-in",
                "CODE#wrong|a different sign-in",
                "http://localhost:1455/auth/callback?code=CODE|it has no state=",
                "code=CODE|it has no state=",
                "state=STATE|Paste that address in full",
                "CODE|Paste that address in full",
                "CODE#|Paste that address in full",
                "#STATE|Paste that address in full",
                "https://auth.openai.com/log-in|Paste that address in full",
                "''|Paste that address in full"
            })
    void saysWhyATextIsNotTakenAndWaitsOn(String text, String reason) throws Exception {
        login.issuer.answers(200, TestTokens.json("acc-1"));
        login.start();

        assertThat(login.pending().paste(text.replace("CODE", CODE).replace("STATE", login.state())))
                .hasValueSatisfying(why -> assertThat(why).contains(reason).doesNotContain(CODE));

        assertThat(login.pending().paste(CODE + "#" + login.state())).isEmpty();
        assertThat(login.result()).isNotNull();
    }

    @Test
    void textLongerThanAnyAddressIsRefused() throws Exception {
        login.start();

        assertThat(login.pending().paste("code=" + "x".repeat(20_000) + "&state=" + login.state()))
                .isPresent();
    }

    @Test
    void pastedErrorEndsTheLogin() throws Exception {
        login.start();

        assertThat(login.pending().paste("error=access_denied&state=" + login.state()))
                .isEmpty();

        assertThat(login.failure())
                .isInstanceOf(LoginException.class)
                .hasMessageStartingWith("The sign-in was declined in the browser (access_denied). Nothing was saved.");
    }

    @Test
    void secondRedirectIsReported() throws Exception {
        login.start();
        login.pending().cancel();

        assertThat(login.pending().paste(CODE + "#" + login.state()))
                .contains("The sign-in has already been completed or canceled.");
    }
}
