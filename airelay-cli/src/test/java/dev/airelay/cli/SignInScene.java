package dev.airelay.cli;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.IssuerOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process whose login issuer and upstream are an emulator; the browser is played by an HTTP client. */
final class SignInScene implements AutoCloseable {
    final Emulator emulator;
    final TestProcess process;

    private SignInScene(Emulator emulator, TestProcess process) {
        this.emulator = emulator;
        this.process = process;
    }

    static SignInScene open(Path home, EmulatorOptions options) throws IOException {
        Emulator emulator = Emulator.start(options);
        TestProcess process = new TestProcess(home)
                .with("AIRELAY_ISSUER_BASE_URL", emulator.issuer().baseUrl().toString())
                .with("AIRELAY_UPSTREAM_BASE_URL", emulator.baseUrl().toString())
                .with("AIRELAY_AUTH_STORAGE", "file")
                .calledBackOn(freePort());
        return new SignInScene(emulator, process);
    }

    static SignInScene open(Path home) throws IOException {
        return open(
                home,
                EmulatorOptions.defaults().withIssuer(IssuerOptions.defaults().withAnyRedirectPort()));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Signs in with a browser as a person would; gives the command's exit code and errors. */
    TestProcess.Result signIn(String... options) throws Exception {
        try (ServingProcess login = ServingProcess.start(process, words(options))) {
            browse(login.lineStarting("http"));
            return new TestProcess.Result(login.exitCode(), login.rest(), login.errors());
        }
    }

    private static String[] words(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "login";
        System.arraycopy(options, 0, words, 1, options.length);
        return words;
    }

    /** Acts as a browser: follows the redirects and returns the last page. */
    static String browse(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        try (var page =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where the issuer sends the browser back to, without going there. */
    static String redirect(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        return connection.getHeaderField("Location");
    }

    @Override
    public void close() {
        emulator.close();
    }
}
