package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-out, against the emulator's issuer. */
final class LogoutCommandTest {
    private SignInScene scene;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        scene = SignInScene.open(home);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void sessionIsRevokedAndDeleted() throws Exception {
        scene.signIn("--no-browser");

        TestProcess.Result logout = scene.process.run("logout", "--json");

        assertThat(logout.code()).isZero();
        assertThat(logout.json().path("deleted").booleanValue()).isTrue();
        assertThat(logout.json().path("revoked").booleanValue()).isTrue();
        assertThat(scene.process.file(".airelay/auth.json")).doesNotExist();
        assertThat(scene.emulator.issuer().counts().revoke()).isEqualTo(1);
    }

    @Test
    void issuerFailureDoesNotKeepTheSession() throws Exception {
        scene.signIn("--no-browser");
        scene.emulator.script("status code=500 on=revoke");

        TestProcess.Result logout = scene.process.run("logout");

        assertThat(logout.code()).isZero();
        assertThat(logout.out()).contains("Signed out");
        assertThat(logout.err()).contains("warning", "Could not end the session at the login server");
        assertThat(scene.process.file(".airelay/auth.json")).doesNotExist();
    }

    @Test
    void nobodyToSignOutIsNotFailure() {
        TestProcess.Result logout = scene.process.run("logout", "--json");

        assertThat(logout.code()).isZero();
        assertThat(logout.json().path("deleted").booleanValue()).isFalse();
        assertThat(scene.emulator.issuer().counts().revoke()).isZero();
    }
}
