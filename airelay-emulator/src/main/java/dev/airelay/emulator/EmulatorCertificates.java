package dev.airelay.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Ids;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority of one emulator, and a server certificate for {@code localhost} and 127.0.0.1 signed by it. The
 * JDK's keytool makes both. Only the authority's certificate stays on disk, until {@link #close}.
 */
final class EmulatorCertificates implements AutoCloseable {
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";
    private static final String PASSWORD_VARIABLE = "AIRELAY_EMULATOR_KEYSTORE_PASSWORD";
    private static final List<String> KEYS =
            List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30", "-storetype", "PKCS12");
    private static final int LIMIT_SECONDS = 60;

    private final Path directory;
    private final Path authorityFile;
    private final SslContext context;

    /**
     * Makes new certificates, which takes about a second.
     *
     * @throws UncheckedIOException when keytool or the temporary directory cannot be used
     */
    EmulatorCertificates() {
        try {
            directory = Files.createTempDirectory("airelay-emulator-");
            authorityFile = directory.resolve("ca.pem");
            Path store = directory.resolve("keys.p12");
            String password = new Ids(new SecureRandom()).tokenId();
            try {
                keytool(store, password, AUTHORITY, "CN=AIRelay emulator", "bc:c=ca:true", "ku:c=keyCertSign,cRLSign");
                keytool(
                        store,
                        password,
                        SERVER,
                        "CN=localhost",
                        "san=dns:localhost,ip:127.0.0.1",
                        "ku:c=digitalSignature",
                        "eku=serverAuth");
                KeyStore keys = loaded(store, password);
                Files.writeString(authorityFile, pem(keys.getCertificate(AUTHORITY)));
                context = serving(keys, password);
            } finally {
                Files.deleteIfExists(store);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot make certificates for TLS: " + failed.getMessage(), failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PKCS12 and elliptic curves", impossible);
        }
    }

    private static KeyStore loaded(Path store, String password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        return keys;
    }

    private static SslContext serving(KeyStore keys, String password) throws IOException, GeneralSecurityException {
        Certificate[] chain = keys.getCertificateChain(SERVER);
        return SslContextBuilder.forServer(
                        (PrivateKey) keys.getKey(SERVER, password.toCharArray()),
                        Arrays.copyOf(chain, chain.length, X509Certificate[].class))
                .build();
    }

    private static void keytool(Path store, String password, String alias, String name, String... extensions)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(KEYS);
        command.addAll(List.of("-keystore", store.toString(), "-storepass:env", PASSWORD_VARIABLE));
        command.addAll(List.of("-alias", alias, "-dname", name));
        if (alias.equals(SERVER)) {
            command.addAll(List.of("-signer", AUTHORITY));
        }
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + output.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool was running", interrupted);
        } finally {
            process.destroy();
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    /** The certificate of the authority, in PEM. */
    Path authorityFile() {
        return authorityFile;
    }

    /** TLS with the server certificate. */
    SslContext context() {
        return context;
    }

    /** Deletes the authority's file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(authorityFile);
            Files.deleteIfExists(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot delete " + directory, failed);
        }
    }
}
