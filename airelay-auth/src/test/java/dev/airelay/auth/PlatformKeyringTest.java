package dev.airelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.auth.keyring.ExternalProgram;
import dev.airelay.auth.keyring.Keyring;
import dev.airelay.auth.keyring.KeyringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The platforms' programs, played by scripts that note their arguments and input. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The programs are shell scripts.")
class PlatformKeyringTest {
    private static final String SECRET = "{\"tokens\":{\"refresh_token\":\"s3cret\"}}";

    @TempDir
    Path programs;

    private Map<String, String> environment;

    @BeforeEach
    void findProgramsHere() {
        environment = Map.of(
                "PATH", programs + ":/usr/bin:/bin", "STATE", programs.toString(), "DBUS_SESSION_BUS_ADDRESS", "here");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + """
                printf '%s\\n' "$@" >> "$STATE/arguments"
                """ + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(programs.resolve("arguments"));
    }

    private Keyring keyring(String operatingSystem) {
        return Keyring.ofPlatform(operatingSystem, environment);
    }

    private static KeyringException failure(ThrowingCallable call) {
        return catchThrowableOfType(KeyringException.class, call);
    }

    @Test
    void secretServiceGetsTheSecretThroughAPipe() throws Exception {
        program("secret-tool", """
                case "$1" in
                  store) cat > "$STATE/secret" ;;
                  lookup) cat "$STATE/secret" 2>/dev/null || exit 1 ;;
                  clear) rm "$STATE/secret" 2>/dev/null || exit 1 ;;
                esac
                """);
        Keyring keyring = keyring("Linux");

        assertThat(keyring.read("cli|1")).isEmpty();
        keyring.write("cli|1", SECRET);
        assertThat(keyring.read("cli|1")).contains(SECRET);
        assertThat(keyring.delete("cli|1")).isTrue();
        assertThat(keyring.delete("cli|1")).isFalse();
        assertThat(arguments())
                .contains("store", "service", Keyring.SERVICE, "account", "cli|1")
                .noneMatch(argument -> argument.contains("s3cret"));
    }

    @Test
    void keychainGetsTheSecretThroughAPipe() throws Exception {
        program("security", """
                case "$1" in
                  -i) sed -e 's/.* -w "//' -e 's/"$//' -e 's/\\\\\\(.\\)/\\1/g' > "$STATE/secret" ;;
                  find-generic-password) cat "$STATE/secret" 2>/dev/null || exit 44 ;;
                  delete-generic-password) rm "$STATE/secret" 2>/dev/null || exit 44 ;;
                esac
                """);
        Keyring keyring = keyring("Mac OS X");

        assertThat(keyring.read("cli|1")).isEmpty();
        keyring.write("cli|1", SECRET);
        assertThat(keyring.read("cli|1")).contains(SECRET);
        assertThat(keyring.delete("cli|1")).isTrue();
        assertThat(keyring.delete("cli|1")).isFalse();
        assertThat(arguments()).contains("-i").noneMatch(argument -> argument.contains("s3cret"));
    }

    @Test
    void keychainThatStoredLessIsAFailure() throws IOException {
        program("security", """
                case "$1" in
                  -i) echo cut > "$STATE/secret" ;;
                  find-generic-password) cat "$STATE/secret" 2>/dev/null || exit 44 ;;
                esac
                """);

        assertThat(failure(() -> keyring("Mac OS X").write("cli|1", SECRET)))
                .hasMessage("security did not store the session");
    }

    @Test
    void credentialManagerGetsTheSecretThroughAPipe() throws Exception {
        program("powershell.exe", """
                read -r verb; read -r target
                case "$verb" in
                  put) read -r value; printf %s "$value" > "$STATE/secret" ;;
                  find) cat "$STATE/secret" 2>/dev/null || exit 3 ;;
                  remove) rm "$STATE/secret" 2>/dev/null || exit 3 ;;
                esac
                """);
        Keyring keyring = keyring("Windows 11");

        assertThat(keyring.read("cli|1")).isEmpty();
        keyring.write("cli|1", SECRET);
        assertThat(keyring.read("cli|1")).contains(SECRET);
        assertThat(keyring.delete("cli|1")).isTrue();
        assertThat(keyring.delete("cli|1")).isFalse();
        assertThat(arguments())
                .contains("-NoProfile", "-NonInteractive", "-EncodedCommand")
                .noneMatch(argument -> argument.contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"Linux, secret-tool", "Mac OS X, security", "Windows 11, powershell.exe"})
    void missingProgramIsNotKeyring(String operatingSystem, String program) {
        environment = Map.of("PATH", programs + ":relative:", "DBUS_SESSION_BUS_ADDRESS", "here");

        KeyringException failure = failure(() -> keyring(operatingSystem).read("cli|1"));

        assertThat(failure).hasMessage("the program " + program + " is not installed");
        assertThat(failure.installed()).isFalse();
    }

    @Test
    void machineWithoutASessionBusHasNoSecretService() throws IOException {
        program("secret-tool", "exit 0");
        environment = Map.of("PATH", programs.toString(), "XDG_RUNTIME_DIR", programs.toString());

        KeyringException failure = failure(() -> keyring("Linux").read("cli|1"));

        assertThat(failure).hasMessage("no D-Bus session is running");
        assertThat(failure.installed()).isFalse();
        assertThat(programs.resolve("arguments")).doesNotExist();
    }

    @Test
    void reportsTheComplaintOfTheProgram() throws IOException {
        program("secret-tool", "echo 'secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY' >&2; exit 1\n");

        assertThat(failure(() -> keyring("Linux").read("cli|1")))
                .hasMessage("secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY");
        assertThat(failure(() -> keyring("Linux").write("cli|1", SECRET))).hasMessageContaining("autolaunch");
        assertThat(failure(() -> keyring("Linux").delete("cli|1"))).hasMessageContaining("autolaunch");
    }

    @Test
    void programThatDoesNotAnswerIsEnded() throws IOException {
        program("waits", "exec cat /dev/zero > /dev/null\n");
        ExternalProgram external = new ExternalProgram(environment, Duration.ofMillis(200));

        assertThat(failure(() -> external.run(List.of("waits"), ""))).hasMessageContaining("did not answer");
    }

    @Test
    void muchOutputDoesNotStopAProgram() throws Exception {
        program("talks", "head -c 300000 /dev/zero | tr '\\\\0' x; head -c 300000 /dev/zero | tr '\\\\0' y >&2\n");
        ExternalProgram external = new ExternalProgram(environment, Duration.ofSeconds(20));

        ExternalProgram.Result result = external.run(List.of("talks"), "");

        assertThat(result.output()).hasSize(300_000);
        assertThat(result.complaint()).hasSize(200);
        assertThat(result.toString()).doesNotContain("xx");
    }
}
