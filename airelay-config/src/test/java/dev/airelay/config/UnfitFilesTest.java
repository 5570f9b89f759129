package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.config.token.RelayTokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe in place of each file that a configuration names; reading one would never end. */
@Timeout(20)
@DisabledOnOs(OS.WINDOWS)
class UnfitFilesTest {
    private static final String NAMED_PIPE = "it is a named pipe; it must be a regular file";

    @TempDir
    Path directory;

    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    private static void assertRefused(String begin, ThrowingCallable reading) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(reading)
                .withMessageStartingWith(begin)
                .withMessageContaining(NAMED_PIPE);
    }

    @Test
    void refusesTokenFile() {
        RelayTokenFile file = new RelayTokenFile(pipe);

        assertRefused(pipe + ": the relay token cannot be read: ", file::read);
        assertRefused(pipe + ": the relay token cannot be read: ", () -> file.createIfAbsent(new Random(1)));
    }

    @Test
    void followedTokenFileHoldsNoTokenUntilItIsAFileAgain() throws IOException {
        RelayTokenSource source = RelayTokenSource.watching(
                new RelayTokenFile(pipe), System::nanoTime, RelayTokenSource.DEFAULT_CHECK_INTERVAL);
        assertThat(source.latest()).isEmpty();

        Files.move(Files.writeString(directory.resolve("file"), "token"), directory.resolve("next"));
        Files.delete(pipe);
        Files.move(directory.resolve("next"), pipe);

        assertThat(source.latest()).map(RelayToken::value).contains("token");
    }

    @Test
    void rotatingPutsAFileInPlaceOfThePipe() {
        RelayToken token = new RelayTokenFile(pipe).rotate(new Random(1));

        assertThat(pipe).isRegularFile();
        assertThat(new RelayTokenFile(pipe).read()).contains(token);
    }

    @Test
    void refusesConfigurationFile() {
        Home home = new Home(directory);

        assertRefused("~/pipe: cannot be read: ", () -> home.load(Map.of("AIRELAY_CONFIG", pipe.toString()), Map.of()));
    }

    @Test
    void refusesToBackUpConfigurationFile() {
        ConfigSources sources = new Home(directory).sources(Map.of("AIRELAY_CONFIG", pipe.toString()), Map.of());

        assertRefused("~/pipe: cannot be written: ", () -> ConfigFile.write(sources, true));
    }

    @Test
    void refusesAuthorities() {
        Home home = new Home(directory);

        assertRefused(
                "AIRELAY_UPSTREAM_CA_FILE: upstream.ca_file cannot be used: " + pipe + " cannot be read: ",
                () -> home.load(Map.of("AIRELAY_UPSTREAM_CA_FILE", pipe.toString()), Map.of()));
        assertRefused(
                "SSL_CERT_FILE: cannot be used: " + pipe + " cannot be read: ",
                () -> home.load(Map.of("SSL_CERT_FILE", pipe.toString()), Map.of()));
    }

    @Test
    void refusesCertificateAndPrivateKey() throws IOException {
        Path certificate = Files.writeString(directory.resolve("certificate.pem"), Authorities.ONE);

        assertRefused(
                "server.tls_certificate_file: cannot be used: " + pipe, () -> new ServerTls(pipe, certificate).read());
        assertRefused(
                "server.tls_private_key_file: cannot be used: " + pipe, () -> new ServerTls(certificate, pipe).read());
    }
}
