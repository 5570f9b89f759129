package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.Emulator;
import dev.airelay.server.MeasuredRelay;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code serve} in a process of its own, signed in to an emulator and without a configuration file. */
final class ServeProcess implements AutoCloseable {
    private static final String CHAT = """
            {"model": "gpt-5.5", "stream": true, "messages": [{"role": "user", "content": "Hello"}]}
            """;

    private final Process process;
    private final int port;

    private ServeProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the relay and returns when it serves.
     *
     * @param program the program to run, without the command {@code serve}
     * @param home the home directory
     * @param further environment variables besides the necessary ones
     */
    static ServeProcess start(List<String> program, Emulator upstream, Path home, Map<String, String> further)
            throws IOException {
        Path session = home.resolve(".airelay/auth.json");
        Files.createDirectories(session.getParent());
        Files.writeString(session, session(), UTF_8);
        Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rw-------"));
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("serve", "--port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", home.toString());
        environment.put("AIRELAY_AUTH_STORAGE", "file");
        environment.put("AIRELAY_BEARER_TOKEN", MeasuredRelay.TOKEN);
        environment.put("AIRELAY_UPSTREAM_BASE_URL", upstream.baseUrl().toString());
        environment.putAll(further);
        Process process = builder.start();
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int address = line.indexOf("http://");
            if (address >= 0) {
                return new ServeProcess(
                        process, URI.create(line.substring(address).strip()).getPort());
            }
        }
        process.destroyForcibly();
        throw new IOException("the relay ended before it served");
    }

    private static String session() {
        String token = Emulator.accessToken();
        return "{\"tokens\": {\"id_token\": \"" + token + "\", \"access_token\": \"" + token
                + "\", \"refresh_token\": \"refresh\", \"account_id\": \"" + Emulator.accountId()
                + "\"}, \"last_refresh\": \"" + Instant.now() + "\"}";
    }

    /** Sends a streamed chat and returns the answer. */
    WireClient.Reply chat() {
        return new WireClient(port)
                .send(WireClient.request(
                        "POST /v1/chat/completions", List.of("content-type: application/json"), CHAT.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
