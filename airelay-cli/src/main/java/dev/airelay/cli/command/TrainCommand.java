package dev.airelay.cli.command;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has another process do what a relay usually does, for the archive that the launcher makes of it: runs {@code serve} before
 * an emulated upstream, with files of its own, sends it requests and stops it. Neither settings nor data of the user are
 * read or written. The emulator stays in this process, so that the archive holds nothing of it.
 */
@Command(
        name = "train",
        hidden = true,
        description = "Run a relay with emulated requests, so that Java can record what a start needs.")
final class TrainCommand implements Callable<Integer> {
    /** Writing the archive takes most of it. */
    private static final int PATIENCE_SECONDS = 300;

    /** Java records classes, not how often they are used; the first round does not load all of them. */
    private static final int ROUNDS = 3;

    private static final String GREETING = "Hello";
    private static final String REFUSED = "Hello [[emulate: invalid_prompt at=http]]";

    private final CommandContext context;

    @Parameters(paramLabel = "JAVA", arity = "1..*", description = "The Java command that runs airelay.")
    private List<String> java = List.of();

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (OpenResources resources = context.openResources()) {
            Demo demonstration = Demo.open(own(), resources);
            RelayTokenFile.of(demonstration.config()).createIfAbsent(context.random());
            RelayToken token = RelayState.load(demonstration.sources(), System::nanoTime)
                    .token()
                    .orElseThrow();
            Path home = demonstration.config().get(ConfigKeys.DATA_DIR);
            writeSession(
                    demonstration.config().authFile(),
                    demonstration.credentials().current().toCompletableFuture().join());
            Process relay = serve(home, demonstration.sources().flags());
            resources.add(relay::destroyForcibly);
            send(new Client(baseUrl(relay), token));
            relay.destroy();
            if (!relay.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new CommandFailure(ExitStatus.FAILURE, "The relay in training did not stop.", null);
            }
            return ExitStatus.OK.code();
        }
    }

    private void send(Client client) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            client.post("/chat/completions", chat(true, GREETING), HttpURLConnection.HTTP_OK);
            client.post("/chat/completions", chat(false, GREETING), HttpURLConnection.HTTP_OK);
            client.post("/responses", responses(true), HttpURLConnection.HTTP_OK);
            client.post("/responses", responses(false), HttpURLConnection.HTTP_OK);
        }
        client.post("/chat/completions", chat(true, REFUSED), HttpURLConnection.HTTP_BAD_REQUEST);
    }

    /** Settings without anything of the user's; many requests come from one address. */
    private ConfigSources own() {
        ConfigSources given = context.sources();
        Map<String, String> flags = new HashMap<>();
        flags.put(ConfigKeys.PORT.name(), "0");
        flags.put(ConfigKeys.AUTH_STORAGE.name(), "file");
        flags.put(ConfigKeys.RATE_LIMIT_PER_MINUTE.name(), "1000000");
        flags.put(ConfigKeys.RATE_LIMIT_BURST.name(), "1000000");
        return new ConfigSources(Map.of(), flags, given.home(), given.workingDirectory());
    }

    private static void writeSession(Path file, Credentials credentials) throws IOException {
        ObjectNode session = Json.object().put("last_refresh", Instant.now().toString());
        session.putObject("tokens")
                .put("id_token", credentials.accessToken())
                .put("access_token", credentials.accessToken())
                .put("refresh_token", "none")
                .put("account_id", credentials.accountId());
        Files.writeString(file, Json.text(session));
    }

    /** The settings go by the environment, so that the command line is the usual one. */
    private Process serve(Path home, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("serve", "--port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AIRELAY_") || name.startsWith("OPENAI_ENDPOINT_"));
        environment.put("HOME", home.toString());
        ConfigKeys.all().forEach(key -> {
            @Nullable String value = settings.get(key.name());
            if (value != null) {
                environment.put(key.environmentName(), value);
            }
        });
        return builder.start();
    }

    /** Reads the first line of {@code serve}, which holds the base URL. */
    private static URI baseUrl(Process relay) throws IOException {
        BufferedReader out = relay.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int address = line.indexOf("http://");
            if (address >= 0) {
                return URI.create(line.substring(address).strip());
            }
        }
        throw new CommandFailure(ExitStatus.FAILURE, "The relay in training did not start.", null);
    }

    private static ObjectNode chat(boolean stream, String text) {
        ObjectNode body = Json.object().put("model", "gpt-5.5").put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return body;
    }

    private static ObjectNode responses(boolean stream) {
        return Json.object()
                .put("model", "gpt-5.5")
                .put("stream", stream)
                .put("store", false)
                .put("input", GREETING);
    }

    /** Sends requests and reads the answers to their end. */
    private record Client(URI baseUrl, RelayToken token) {

        void post(String path, ObjectNode body, int expected) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
            connection.setDoOutput(true);
            connection.setRequestProperty("Authorization", "Bearer " + token.value());
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(Json.text(body).getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            if (status != expected) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "The training request to " + path + " was answered with " + status + ".",
                        null);
            }
            try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
