package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.Approval;
import dev.airelay.emulator.api.DeviceOptions;
import dev.airelay.emulator.api.IssuerOptions;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The login as a person goes through it, against the emulator's issuer. */
final class LoginCommandTest {
    @TempDir
    Path home;

    private SignInScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = SignInScene.open(home);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void browserLoginStoresTheSession() throws Exception {
        TestProcess.Result login = scene.signIn("--no-browser");

        assertThat(login.code()).as(login.err()).isZero();
        assertThat(login.out()).contains("AIRelay is signed in", "person@", "in a file", "airelay init");
        assertThat(login.err()).contains("Waiting for you to sign in.");
        Path file = scene.process.file(".airelay/auth.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        JsonNode status = scene.process.run("status", "--json").json().path("auth");
        assertThat(status.path("ready_for_requests").booleanValue()).isTrue();
        assertThat(status.path("email").stringValue()).contains("@");
    }

    @Test
    void browserIsOpenedByTheProgramThatTheUserNames() throws Exception {
        Path opened = home.resolve("opened");
        Path browser = Files.writeString(home.resolve("browser"), "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        scene.process.with("BROWSER", browser.toString());
        try (ServingProcess login = ServingProcess.start(scene.process, "login", "--browser")) {
            String address = login.lineStarting("http");
            SignInScene.browse(address);

            assertThat(login.exitCode()).as(login.errors()).isZero();
            assertThat(Files.readString(opened)).isEqualTo(address);
        }
    }

    @Test
    void addressOfTheLastPageCanBePasted() throws Exception {
        PipedWriter keyboard = new PipedWriter();
        scene.process.typing(new PipedReader(keyboard));
        try (ServingProcess login = ServingProcess.start(scene.process, "login", "--no-browser")) {
            String redirect = SignInScene.redirect(login.lineStarting("http"));
            keyboard.write("nonsense\n" + redirect + "\n");
            keyboard.flush();

            assertThat(login.exitCode()).as(login.errors()).isZero();
            assertThat(login.errors()).contains("airelay: warning: ").doesNotContain(redirect);
        }
    }

    @Test
    void deviceLoginIsChosenOverSsh() throws Exception {
        scene.emulator
                .issuer()
                .change(options -> options.withDevice(
                        DeviceOptions.defaults().withApprovedAfterPolls(1).withInterval(Duration.ofSeconds(1))));

        TestProcess.Result login = scene.process.with("SSH_TTY", "/dev/pts/1").run("login");

        assertThat(login.code()).as(login.err()).isZero();
        assertThat(login.err()).contains("This is an SSH session, so you sign in with a code.", "login --browser");
        assertThat(login.out())
                .contains(
                        "/codex/device",
                        "Only enter a code you requested yourself, and never share it.",
                        "AIRelay is signed in");
    }

    @Test
    void jsonIsOnlyTheSession() throws Exception {
        scene.emulator
                .issuer()
                .change(options -> options.withDevice(
                        DeviceOptions.defaults().withApprovedAfterPolls(1).withInterval(Duration.ofSeconds(1))));

        TestProcess.Result login = scene.process.run("login", "--device", "--json");

        assertThat(login.err()).contains("/codex/device");
        assertThat(login.json().at("/auth/ready_for_requests").booleanValue()).isTrue();
        assertThat(login.json().path("schema_version").intValue()).isEqualTo(1);
    }

    @Test
    void deniedLoginSaysSoAndStoresNothing() throws Exception {
        scene.emulator.issuer().change(options -> options.withApproval(Approval.DENY));

        TestProcess.Result login = scene.signIn("--no-browser");

        assertThat(login.code()).isEqualTo(77);
        assertThat(login.err()).contains("airelay: ", "access_denied");
        assertThat(scene.process.file(".airelay/auth.json")).doesNotExist();
    }

    @Test
    void anotherWorkspaceIsRefused() throws Exception {
        TestProcess.Result login = scene.signIn("--no-browser", "--workspace-id", "ws-other");

        assertThat(login.code()).isEqualTo(77);
        assertThat(login.err()).contains("ws-other", "Nothing was saved.");
        assertThat(scene.process.file(".airelay/auth.json")).doesNotExist();
    }

    @Test
    void nobodySigningInEndsTheWait() {
        TestProcess.Result login =
                scene.process.with("AIRELAY_LOGIN_TIMEOUT_SECONDS", "1").run("login", "--no-browser");

        assertThat(login.code()).isEqualTo(75);
        assertThat(login.err()).contains("airelay login");
    }

    @Test
    void ctrlCEndsTheWait() throws Exception {
        try (ServingProcess login = ServingProcess.start(scene.process, "login", "--no-browser")) {
            login.lineStarting("http");

            assertThat(login.stop()).isEqualTo(1);
            assertThat(login.errors()).contains("cancel");
        }
    }

    @Test
    void supersededSessionIsRevoked() throws Exception {
        scene.signIn("--no-browser");
        String before = refreshToken();

        scene.signIn("--no-browser");

        assertThat(refreshToken()).isNotEqualTo(before);
        assertThat(scene.emulator.issuer().counts().revoke()).isEqualTo(1);
    }

    @Test
    void codexSessionIsCopiedWithWarning() throws Exception {
        scene.signIn("--no-browser");
        Path codex = Files.move(scene.process.file(".airelay/auth.json"), home.resolve("codex-auth.json"));

        TestProcess.Result login = scene.process.run("login", "--import", codex.toString());

        assertThat(login.code()).as(login.err()).isZero();
        assertThat(login.err()).contains("This session now exists twice.");
        assertThat(codex).exists();
        assertThat(scene.process.file(".airelay/auth.json")).exists();
    }

    @Test
    void twoWaysAtOnceAreAUsageError() {
        TestProcess.Result login = scene.process.run("login", "--browser", "--device");

        assertThat(login.code()).isEqualTo(2);
        assertThat(login.err()).contains("--browser", "--device");
    }

    @Test
    void checksStorageBeforeAnybodySignsIn() throws Exception {
        Files.createDirectories(scene.process.file(".airelay/auth.lock"));

        TestProcess.Result login = scene.process.run("login", "--no-browser");

        assertThat(login.code()).isEqualTo(78);
        assertThat(login.out()).isEmpty();
        assertThat(login.err()).startsWith("airelay: You cannot sign in yet: ");
        assertThat(scene.emulator.issuer().counts().authorize()).isZero();
    }

    @Test
    void opensTheBrowserOnTerminalWithDisplay() throws Exception {
        Path opened = home.resolve("opened");
        Path browser = Files.writeString(home.resolve("browser"), "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        scene.process.with("BROWSER", browser.toString()).with("DISPLAY", ":0").onTerminal();
        try (ServingProcess login = ServingProcess.start(scene.process, "login")) {
            String address = login.lineStarting("http");
            SignInScene.browse(address);

            assertThat(login.exitCode()).as(login.errors()).isZero();
            assertThat(Files.readString(opened)).isEqualTo(address);
        }
    }

    @Test
    void malformedWorkspaceIsUsageError() {
        TestProcess.Result login = scene.process.run("login", "--workspace-id", "a b");

        assertThat(login.code()).isEqualTo(2);
        assertThat(login.err()).contains("--workspace-id", "a b");
    }

    @Test
    void unreachableIssuerIsTransientFailure() throws Exception {
        scene.close();

        TestProcess.Result login = scene.process.run("login", "--device");

        assertThat(login.code()).isEqualTo(75);
        assertThat(login.err()).contains("127.0.0.1");
        scene = SignInScene.open(home, EmulatorOptions.defaults().withIssuer(IssuerOptions.defaults()));
    }

    private String refreshToken() throws Exception {
        return JsonMapper.shared()
                .readTree(Files.readAllBytes(scene.process.file(".airelay/auth.json")))
                .at("/tokens/refresh_token")
                .stringValue();
    }
}
