package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.StaticCredentials;
import dev.airelay.config.ConfigException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A relay of which little or nothing is said. */
@Isolated("lists temporary directories")
@Timeout(60)
class RelayDefaultsTest {

    @TempDir
    Path home;

    private RelayServer.Builder ofNobody() {
        return RelayServer.builder().environment(Map.of("HOME", home.toString()));
    }

    private static int status(RelayServer relay, String path, String token) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + relay.port() + path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection.getResponseCode();
    }

    private static Stream<Path> temporaryDirectories() throws IOException {
        return Files.list(Path.of(System.getProperty("java.io.tmpdir")))
                .filter(path -> path.getFileName().toString().matches("airelay-[0-9]+"));
    }

    @Test
    void startsWithoutAnySettingOnAFreePortWithANewToken() throws IOException {
        try (RelayServer relay = ofNobody().start();
                RelayServer other = ofNobody().start()) {
            assertThat(relay.port()).isPositive().isNotEqualTo(other.port());
            assertThat(relay.relayToken()).hasSize(43).isNotEqualTo(other.relayToken());
            assertThat(status(relay, "/v1/files", relay.relayToken())).isEqualTo(200);
            assertThat(status(relay, "/v1/files", other.relayToken())).isEqualTo(401);
            assertThat(status(relay, "/readyz", relay.relayToken()))
                    .as("nobody is signed in")
                    .isEqualTo(503);
        }
        assertThat(home).as("The user's files").isEmptyDirectory();
    }

    @Test
    void deletesItsTemporaryDirectoryWhenItCloses() throws IOException {
        long before = temporaryDirectories().count();
        RelayServer relay = ofNobody().start();
        assertThat(temporaryDirectories().count()).isEqualTo(before + 1);

        relay.close();
        relay.close();

        assertThat(temporaryDirectories().count()).isEqualTo(before);
    }

    @Test
    void leavesNoDirectoryBehindWhenItDoesNotStart() throws IOException {
        long before = temporaryDirectories().count();
        Files.createDirectories(home.resolve(".config/airelay"));
        Files.writeString(home.resolve(".config/airelay/config.toml"), "server.prot = 1");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ofNobody().start())
                .withMessageContaining("server.prot");
        assertThat(temporaryDirectories().count()).isEqualTo(before);
    }

    @Test
    void servesWithSessionTokenSettingAndDirectoryOfItsCaller() throws IOException {
        Path data = home.resolve("data");
        try (Emulator upstream = Emulator.start(EmulatorOptions.defaults());
                RelayServer relay = RelayServer.builder()
                        .token("secret-of-the-caller")
                        .session(new StaticCredentials(new Credentials(Emulator.accessToken(), Emulator.accountId())))
                        .set(ConfigKeys.UPSTREAM_BASE_URL, upstream.baseUrl())
                        .dataDirectory(data)
                        .start()) {
            assertThat(relay.relayToken()).isEqualTo("secret-of-the-caller");
            assertThat(status(relay, "/v1/models", "secret-of-the-caller")).isEqualTo(200);
            assertThat(upstream.requests("/models")).isNotEmpty();
            assertThat(data.resolve("logs")).isDirectory();
        }
        assertThat(data).isDirectory();
    }

    @Test
    void changesSettingsOfAConfiguration() throws IOException {
        try (RelayServer relay = ofNobody()
                .config(ConfigLoader.defaults(home.resolve("data")))
                .set(ConfigKeys.PORT, 0)
                .start()) {
            assertThat(status(relay, "/healthz", "")).isEqualTo(200);
        }
    }

    @Test
    void refusesValueThatASettingCannotHaveAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayServer.builder().set(ConfigKeys.PORT, 70_000))
                .withMessage("server.port must be 0..65535, was 70000");
    }

    @Test
    void refusesTwoDataDirectories() {
        RelayServer.Builder both =
                ofNobody().config(ConfigLoader.defaults(home)).dataDirectory(home.resolve("other"));

        assertThatIllegalStateException().isThrownBy(both::start).withMessageContaining("paths.data_dir");
    }
}
