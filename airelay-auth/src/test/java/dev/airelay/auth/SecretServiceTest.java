package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import dev.airelay.auth.session.SessionCredentials;
import dev.airelay.auth.session.SessionStorage;
import dev.airelay.auth.session.StorageMode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Secret Service on a bus of its own. Left out unless the profile secret-service asks for it. */
@Tag("secret-service")
@Timeout(60)
class SecretServiceTest {
    private static final String PATH = System.getenv().getOrDefault("PATH", "");

    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();
    private Map<String, String> environment;
    private Keyring keyring;

    @BeforeEach
    void startService() throws IOException {
        assertThat(Stream.of("dbus-daemon", "gnome-keyring-daemon", "secret-tool"))
                .as("the programs of a Secret Service (Debian: dbus, gnome-keyring, libsecret-tools)")
                .allMatch(SecretServiceTest::isInstalled);
        environment = new HashMap<>(Map.of(
                "PATH",
                PATH,
                "HOME",
                home.toString(),
                "XDG_DATA_HOME",
                home.toString(),
                "XDG_RUNTIME_DIR",
                home.toString()));
        String address = start(List.of("dbus-daemon", "--session", "--nofork", "--print-address=1"), "");
        environment.put("DBUS_SESSION_BUS_ADDRESS", address);
        start(List.of("gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"), "password");
        keyring = Keyring.ofPlatform("Linux", environment);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(PATH.split(File.pathSeparator, -1))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }

    /** Starts a daemon and waits for the first line it writes. */
    private String start(List<String> command, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(0, process);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(output.readLine());
    }

    @AfterEach
    void stopService() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void secretsOfAnyLengthComeBack() throws KeyringException {
        String account = Keyring.account(home.resolve("auth.json"));
        for (String secret : List.of("short", "x".repeat(8000), "y".repeat(30_000), "short again")) {
            keyring.write(account, secret);
            assertThat(keyring.read(account)).contains(secret);
        }
        assertThat(keyring.delete(account)).isTrue();
        assertThat(keyring.read(account)).isEmpty();
        assertThat(keyring.delete(account)).isFalse();
    }

    @Test
    void sessionLivesInTheKeyringAndIsRenewedThere() {
        ManualClock clock = new ManualClock();
        Path file = home.resolve("auth.json");
        SessionStorage storage = SessionStorage.of(StorageMode.AUTO, file, keyring, clock);
        storage.signIn(
                Sessions.reply(Sessions.accessToken("first", ManualClock.NOON.plus(Duration.ofMinutes(20))), "rt-1"));
        clock.advance(Duration.ofMinutes(16));
        String second = Sessions.accessToken("second", ManualClock.NOON.plus(Duration.ofDays(10)));
        ScriptedIssuer issuer = new ScriptedIssuer().then(Sessions.reply(second, "rt-2"));

        Credentials given = AuthRig.given(new SessionCredentials(storage, issuer, Runnable::run).current());

        assertThat(given.accessToken()).isEqualTo(second);
        assertThat(file).doesNotExist();
        assertThat(storage.load().orElseThrow().tokens().refresh()).contains("rt-2");
        assertThat(AuthRig.signOut(storage).existed()).isTrue();
        assertThat(storage.load()).isEmpty();
    }
}
