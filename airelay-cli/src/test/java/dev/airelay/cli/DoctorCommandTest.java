package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The check-up, against the emulator: each step that can fail is named. */
final class DoctorCommandTest {
    private SignInScene scene;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        scene = SignInScene.open(home);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void setUp() throws Exception {
        scene.process.run("init");
        scene.signIn("--no-browser");
    }

    @Test
    void everyStepPassesWhenAllIsThere() throws Exception {
        setUp();

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(doctor.code()).as(doctor.out()).isZero();
        assertThat(doctor.json().path("ok").booleanValue()).isTrue();
        assertThat(statuses(doctor))
                .containsOnlyKeys(
                        "config",
                        "relay_token",
                        "limits",
                        "transport",
                        "relay",
                        "dns",
                        "tcp",
                        "http",
                        "issuer_dns",
                        "issuer_tcp",
                        "issuer_http",
                        "login",
                        "workspace",
                        "plan",
                        "models",
                        "response")
                .containsEntry("relay", "skip");
        assertThat(statuses(doctor).values().stream().filter("pass"::equals)).hasSize(15);
        assertThat(message(doctor, "response")).contains("[emulator]");
        assertThat(message(doctor, "limits"))
                .contains("120 requests per minute", "40 at once", "8 in progress")
                .contains("security.rate_limit_per_minute", "security.rate_limit_burst")
                .contains("security.concurrent_requests_per_ip");
    }

    @Test
    void responseCanBeLeftOut() throws Exception {
        setUp();

        TestProcess.Result doctor = scene.process.run("doctor", "--json", "--skip-response");

        assertThat(doctor.code()).isZero();
        assertThat(statuses(doctor)).containsEntry("models", "pass").containsEntry("response", "skip");
        assertThat(scene.emulator.requests("/responses")).isEmpty();
    }

    @Test
    void missingTokenIsNamedWithItsRemedy() throws Exception {
        scene.signIn("--no-browser");

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(statuses(doctor)).containsEntry("relay_token", "fail").containsEntry("response", "pass");
        assertThat(doctor.json().path("next_steps").get(0).stringValue()).isEqualTo("Run: airelay init");
    }

    @Test
    void nobodySignedInIsNamed() {
        scene.process.run("init");

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(77);
        assertThat(statuses(doctor))
                .containsEntry("http", "pass")
                .containsEntry("login", "fail")
                .containsEntry("plan", "skip")
                .containsEntry("models", "skip")
                .containsEntry("response", "skip");
        assertThat(message(doctor, "login")).contains("airelay login");
    }

    @Test
    void wrongSettingsAreNamedAndNothingElseIsTried() {
        TestProcess.Result doctor = scene.process.with("AIRELAY_PORT", "eighty").run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(78);
        assertThat(statuses(doctor)).containsExactly(Map.entry("config", "fail"));
        assertThat(message(doctor, "config")).contains("AIRELAY_PORT", "eighty");
    }

    @Test
    void unreachableUpstreamIsNamedByItsHop() throws Exception {
        setUp();
        scene.process.with("AIRELAY_UPSTREAM_BASE_URL", "http://127.0.0.1:1/backend-api/codex");

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(69);
        assertThat(statuses(doctor))
                .containsEntry("dns", "pass")
                .containsEntry("tcp", "fail")
                .doesNotContainKey("http")
                .containsEntry("login", "pass")
                .containsEntry("workspace", "skip")
                .containsEntry("plan", "skip");
    }

    @Test
    void unreachableProxyIsNamed() throws Exception {
        setUp();
        scene.process
                .with("AIRELAY_UPSTREAM_BASE_URL", "https://upstream.invalid/backend-api/codex")
                .with("HTTPS_PROXY", "http://user:hidden@127.0.0.1:1");

        TestProcess.Result doctor = scene.process.run("doctor");

        assertThat(doctor.code()).isEqualTo(69);
        assertThat(doctor.out())
                .contains("1 of 15 checks failed", "proxy", "127.0.0.1:1")
                .doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usage_limit_reached | response | 75",
                "cloudflare on=models | models | 75",
                "unauthorized code=token_revoked times=9 on=usage | plan | 77",
                "server_error | response | 75"
            })
    void whatTheUpstreamRefusesIsNamed(String script, String step, int exit) throws Exception {
        setUp();
        scene.emulator.script(script);
        scene.emulator.script(script);

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(statuses(doctor)).as(doctor.out()).containsEntry(step, "fail");
        assertThat(doctor.code()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token-error code=refresh_token_expired on=refresh | 77 | Run: airelay login",
                "status code=503 on=refresh | 75 | ''"
            })
    void permanentRenewalFailureDiffersFromTransientOne(String script, int exit, String step) throws Exception {
        setUp();
        expireSession();
        scene.emulator.script(script);

        TestProcess.Result doctor = scene.process.run("doctor", "--json");

        assertThat(statuses(doctor)).as(doctor.out()).containsEntry("login", "fail");
        assertThat(doctor.code()).isEqualTo(exit);
        assertThat(doctor.json().path("next_steps").path(0).asString("")).isEqualTo(step);
    }

    @Test
    void sessionThatIsDueIsRenewed() throws Exception {
        setUp();
        scene.emulator.issuer().change(options -> options.withAccessLifetime(Duration.ofDays(10)));
        int before = scene.emulator.issuer().counts().refresh();
        expireSession();

        TestProcess.Result doctor = scene.process.run("doctor", "--json", "--skip-response");

        assertThat(doctor.code()).as(doctor.out()).isZero();
        assertThat(scene.emulator.issuer().counts().refresh()).isEqualTo(before + 1);
    }

    /** Signs in again with a token that has expired by now, and was made long ago. */
    private void expireSession() throws Exception {
        scene.emulator.issuer().change(options -> options.withAccessLifetime(Duration.ZERO));
        scene.signIn("--no-browser");
        scene.emulator.issuer().change(options -> options.withAccessLifetime(Duration.ofDays(10)));
        Path file = scene.process.file(".airelay/auth.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(\"last_refresh\"\\s*:\\s*)\"[^\"]*\"", "$1\"2020-01-01T00:00:00Z\""));
    }

    private static Map<String, String> statuses(TestProcess.Result doctor) {
        Map<String, String> statuses = new LinkedHashMap<>();
        for (JsonNode check : doctor.json().path("checks")) {
            statuses.put(check.path("name").stringValue(), check.path("status").stringValue());
        }
        return statuses;
    }

    private static String message(TestProcess.Result doctor, String name) {
        for (JsonNode check : doctor.json().path("checks")) {
            if (check.path("name").stringValue().equals(name)) {
                return check.path("message").stringValue();
            }
        }
        throw new AssertionError("no check " + name + " in " + doctor.out());
    }
}
