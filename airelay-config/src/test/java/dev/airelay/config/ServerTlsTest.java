package dev.airelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTlsTest {

    @TempDir
    Path directory;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writeFiles() throws Exception {
        certificate = Files.writeString(directory.resolve("certificate.pem"), Authorities.ONE);
        key = Files.writeString(directory.resolve("key.pem"), privateKey("EC"));
    }

    private static String privateKey(String algorithm) throws Exception {
        byte[] der = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return pem("PRIVATE KEY", Base64.getMimeEncoder().encodeToString(der));
    }

    private static String pem(String kind, String body) {
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private void assertRefused(String begin, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ServerTls(certificate, key).read())
                .withMessageStartingWith(begin + ": cannot be used: ")
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.problems()).hasSize(1));
    }

    @Test
    void missingFileIsNamedWithItsSetting() throws IOException {
        Files.delete(certificate);
        assertRefused("server.tls_certificate_file", certificate + " cannot be read: no such file");

        Files.writeString(certificate, Authorities.ONE);
        Files.delete(key);
        assertRefused("server.tls_private_key_file", key + " cannot be read: no such file");
    }

    @Test
    void fileWithoutACertificateIsRefused() throws IOException {
        Files.writeString(certificate, "nothing");

        assertRefused("server.tls_certificate_file", "contains no certificate");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        assertRefused(
                "server.tls_private_key_file",
                "does not match the certificate in server.tls_certificate_file, whose subject is CN=AIRelay test");
    }

    @Test
    void keyOfAnotherKindThanTheCertificateIsRefused() throws Exception {
        Files.writeString(key, privateKey("RSA"));

        assertRefused("server.tls_private_key_file", "not of the certificate's type, EC");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "EC PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "ENCRYPTED PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "PRIVATE KEY, malformed",
        "PUBLIC KEY, contains no private key",
    })
    void keyInAFormThatIsNotReadSaysWhatToDo(String kind, String message) throws IOException {
        Files.writeString(key, pem(kind, "c2VjcmV0"));

        assertRefused("server.tls_private_key_file", message);
    }

    @ParameterizedTest
    @CsvSource({
        "server.tls_certificate_file, server.tls_private_key_file",
        "server.tls_private_key_file, server.tls_certificate_file",
    })
    void oneFileNeedsTheOther(String given, String missing) {
        Home home = new Home(directory);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> home.load(Map.of(), Map.of(given, "/some.pem")))
                .withMessageContaining(given + " requires " + missing + "; set both");
    }

    @Test
    void bothFilesMakeTheListenerSpeakTls() {
        RelayConfig config = new Home(directory)
                .load(
                        Map.of("AIRELAY_TLS_CERTIFICATE_FILE", "/c.pem"),
                        Map.of("server.tls_private_key_file", "/k.pem"));

        assertThat(config.tls()).contains(new ServerTls(Path.of("/c.pem"), Path.of("/k.pem")));
    }
}
