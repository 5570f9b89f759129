package dev.airelay.cli.command;

import dev.airelay.cli.text.Json;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what a relay usually does, for the archive of classes that the launcher makes: starts a relay before an emulated
 * upstream, on ports and with files of its own, sends it requests and stops. Neither settings nor data of the user are
 * read or written.
 */
@Command(
        name = "train",
        hidden = true,
        description = "Run a relay with emulated requests, so that Java can record what a start needs.")
final class TrainCommand implements Callable<Integer> {
    private final CommandContext workplace;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "200",
            description = "Rounds of four requests (default: 200).")
    private int rounds;

    TrainCommand(CommandContext workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        try (OpenResources resources = workplace.openResources()) {
            Demo demonstration = Demo.open(own(), resources);
            RelayTokenFile.of(demonstration.config()).createIfAbsent(workplace.random());
            RelayState state = RelayState.load(demonstration.sources(), System::nanoTime);
            RelayServer server = RelayServer.builder()
                    .config(state.loaded())
                    .token(state.tokenSource())
                    .session(demonstration.credentials())
                    .start();
            resources.add(server::stop);
            // The emulator is reached without encryption, the real upstream is not.
            SSLContext.getDefault().createSSLEngine();
            Client client = new Client(server.clientBaseUrl(), state.token().orElseThrow());
            for (int i = 0; i < rounds; i++) {
                client.post("/chat/completions", chat(true));
                client.post("/chat/completions", chat(false));
                client.post("/responses", responses(true));
                client.post("/responses", responses(false));
            }
            return ExitStatus.OK.code();
        }
    }

    /** Settings without anything of the user's; many requests come from one address. */
    private ConfigSources own() {
        ConfigSources given = workplace.sources();
        Map<String, String> flags = new HashMap<>();
        flags.put(ConfigKeys.PORT.name(), "0");
        flags.put(ConfigKeys.AUTH_STORAGE.name(), "file");
        flags.put(ConfigKeys.RATE_LIMIT_PER_MINUTE.name(), "1000000");
        flags.put(ConfigKeys.RATE_LIMIT_BURST.name(), "1000000");
        return new ConfigSources(Map.of(), flags, given.home(), given.workingDirectory());
    }

    private static ObjectNode chat(boolean stream) {
        ObjectNode body = Json.object().put("model", "gpt-5.5").put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        return body;
    }

    private static ObjectNode responses(boolean stream) {
        return Json.object().put("model", "gpt-5.5").put("stream", stream).put("store", false).put("input", "Hello");
    }

    /** Sends requests and reads the answers to their end. */
    private record Client(URI baseUrl, RelayToken token) {

        void post(String path, ObjectNode body) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
            connection.setDoOutput(true);
            connection.setRequestProperty("Authorization", "Bearer " + token.value());
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(Json.text(body).getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "The training request to " + path + " was answered with " + connection.getResponseCode() + ".",
                        null);
            }
            try (InputStream in = connection.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
