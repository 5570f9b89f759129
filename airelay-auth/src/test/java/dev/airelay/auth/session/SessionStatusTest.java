package dev.airelay.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.AuthRig;
import dev.airelay.auth.ManualClock;
import dev.airelay.auth.Sessions;
import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SessionStatusTest {
    private static final Instant NOON = ManualClock.NOON;

    @TempDir
    Path directory;

    private AuthRig rig;

    @BeforeEach
    void open() {
        rig = new AuthRig(directory);
    }

    private void write(String json) throws IOException {
        new FileStore(rig.file).save(StoredSession.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private String json() {
        return JsonMapper.shared().writeValueAsString(rig.storage.status());
    }

    @Test
    void sessionIsShownWithTheFieldsOfTheStatusObject() {
        rig.storage.store().save(Sessions.endingAt(NOON.plus(Duration.ofDays(1)), "s3cret-rt"));

        assertThat(json()).isEqualTo("""
                {"authenticated":true,"credentials_present":true,"account_bound":true,\
                "ready_for_requests":true,"email":"me@example.com","plan_type":"plus","account_id":"acc-1",\
                "bound_account_id":"acc-1","last_refresh":"2026-07-23T12:00:00Z",\
                "access_token_expires_at":"2026-08-02T12:00:00Z",\
                "auth_store_path":"%s","keyring_service":null,"storage_mode":"file","warnings":[]}""".formatted(rig.file.toString().replace("\\", "\\\\")));
    }

    @Test
    void signedOutIsShownWithTheSameFields() {
        assertThat(json()).isEqualTo("""
                {"authenticated":false,"credentials_present":false,"account_bound":false,\
                "ready_for_requests":false,"email":null,"plan_type":null,"account_id":null,\
                "bound_account_id":null,"last_refresh":null,"access_token_expires_at":null,\
                "auth_store_path":"%s","keyring_service":null,"storage_mode":"file","warnings":[]}""".formatted(rig.file.toString().replace("\\", "\\\\")));
    }

    @ParameterizedTest(name = "bound to {0}, account {1}, tokens {2}")
    @CsvSource({
        "a, a, true, true, true",
        "a, b, true, true, false",
        " , a, true, true, true",
        "a,  , true, false, false",
        "a, a, false, false, false"
    })
    void readyMeansAuthenticatedAndBound(
            String bound, String account, boolean tokens, boolean authenticated, boolean ready) throws IOException {
        write("{\"OPENAI_API_KEY\":\"sk-1\",\"bound_account_id\":" + quoted(bound) + ",\"tokens\":{\"account_id\":"
                + quoted(account) + ",\"access_token\":" + quoted(tokens ? "at" : null) + ",\"refresh_token\":"
                + quoted(tokens ? "rt" : null) + "}}");

        SessionStatus status = rig.storage.status();

        assertThat(status.authenticated()).isEqualTo(authenticated);
        assertThat(status.readyForRequests()).isEqualTo(ready);
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    @ParameterizedTest(name = "the access token ends in {0} s")
    @CsvSource({"60, true", "0, false"})
    void sessionWhoseRenewalWasRefusedIsReadyAsLongAsItsTokenHolds(long seconds, boolean ready) {
        rig.storage.store().save(Sessions.endingAt(NOON.plusSeconds(seconds), "rt-1"));
        rig.storage
                .journal()
                .write(new RenewalRecord(
                        Sha256.hex("rt-1"), RenewalRecord.State.REFUSED, "refresh_token_invalidated", false, NOON));

        SessionStatus status = rig.storage.status();

        assertThat(status.readyForRequests()).isEqualTo(ready);
        assertThat(status.warnings()).singleElement().asString().contains("signed out elsewhere", "airelay login");
    }

    @Test
    void expiredTokenThatCanBeRenewedIsReady() {
        rig.storage.store().save(Sessions.endingAt(NOON.minusSeconds(60), "rt-1"));

        assertThat(rig.storage.status().readyForRequests()).isTrue();
        assertThat(rig.issuer.asked()).isEmpty();
    }

    @Test
    void expiredTokenThatCannotBeRenewedIsNotReady() throws IOException {
        write("{\"tokens\":{\"account_id\":\"acc-1\",\"access_token\":\""
                + Sessions.accessToken("x", NOON.minusSeconds(1)) + "\"}}");

        assertThat(rig.storage.status().readyForRequests()).isFalse();
        assertThat(rig.storage.status().warnings()).singleElement().asString().contains("no refresh token");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no such permissions.")
    void loosePermissionsAreAWarning() throws IOException {
        rig.storage.store().save(Sessions.endingAt(NOON.plus(Duration.ofDays(1)), "rt-1"));
        Files.setPosixFilePermissions(rig.file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(rig.storage.status().warnings())
                .containsExactly(rig.file + " can be read or changed by other users. Run: chmod 600 " + rig.file);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no such permissions.")
    void fileThatCannotBeReadIsAWarning() throws IOException {
        Files.writeString(rig.file, "{ s3cret");
        Files.setPosixFilePermissions(rig.file, PosixFilePermissions.fromString("rw-------"));

        assertThat(rig.storage.status().warnings())
                .singleElement()
                .asString()
                .startsWith(rig.file + " is not valid JSON")
                .doesNotContain("s3cret");
    }

    @Test
    void renewalInTheFutureIsAWarning() {
        rig.storage.store().save(Sessions.of("opaque", "rt-1", NOON.plus(Duration.ofDays(300))));

        assertThat(rig.storage.status().warnings()).singleElement().asString().contains("clock");
    }
}
