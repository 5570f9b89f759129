package dev.airelay.cli.relay;

import dev.airelay.base.JsonTrees;
import dev.airelay.cli.connect.RelayCall;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.RelayProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls the relay that runs with these settings, through its port and with its token. Blocks; never takes a proxy.
 *
 * @param process the relay's process; empty for a stranger
 * @param origin scheme, host and port
 */
public record RelayApi(RelayState state, Optional<RelayProcess> process, URI origin) {
    private static final int PROBE_MILLIS = 2_000;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int ANSWER_MILLIS = 120_000;
    private static final int MAX_BYTES = 64 << 20;
    private static final int NO_ANSWER = 0;

    /**
     * A response.
     *
     * @param status the status; 0 when there was no response
     * @param body the JSON in it; a missing node when it is not JSON
     * @param trouble why there was no response; empty when there was one
     */
    public record Reply(int status, JsonNode body, String trouble) {
        public boolean ok() {
            return status == HttpURLConnection.HTTP_OK;
        }

        /** Returns the reason of a failure: the error's own message if there is one. */
        public String reason() {
            String message = body.at("/error/message").asString("");
            return message.isEmpty() ? trouble.isEmpty() ? "status " + status : trouble : message;
        }
    }

    /**
     * Returns the relay that uses the data directory, if its process runs here and it answers. Any other program at its address
     * is a stranger who must not get the token, even if it says that it is AIRelay: a relay that was killed leaves its address
     * behind, and one in a container may be gone without a sign.
     */
    public static Optional<RelayApi> find(RelayState state) {
        return RelayProcess.in(state.config().get(ConfigKeys.DATA_DIR))
                .filter(RelayProcess::alive)
                .map(process -> new RelayApi(
                        state, Optional.of(process), process.baseUrl().resolve("/")))
                .filter(RelayApi::answers);
    }

    /**
     * Returns the base URL of a relay at the configured address that is not the one of the data directory on this system. It does
     * not get the token.
     */
    public static Optional<URI> stranger(RelayState state) {
        int port = state.config().get(ConfigKeys.PORT);
        if (port == 0 || find(state).isPresent()) {
            return Optional.empty();
        }
        URI base = state.config().clientBaseUrl(port);
        return Optional.of(new RelayApi(state, Optional.empty(), base.resolve("/")))
                .filter(RelayApi::answers)
                .map(RelayApi::baseUrl);
    }

    private boolean answers() {
        return get("healthz", false, PROBE_MILLIS)
                .body()
                .path("app_name")
                .asString("")
                .equals("AIRelay");
    }

    /** Returns the base URL for OpenAI's clients. */
    public URI baseUrl() {
        return origin.resolve("v1");
    }

    /** Whether requests have a chance, as {@code GET /readyz} says. */
    public boolean ready() {
        return get("readyz", false, PROBE_MILLIS).ok();
    }

    /** Calls a path with the relay token, if there is one. */
    public Reply get(String path) {
        return call(path, true, PATIENCE_MILLIS, null);
    }

    /** Sends JSON to a path with the relay token, if there is one, and waits for a model's answer. */
    public Reply post(String path, ObjectNode body) {
        return call(path, true, ANSWER_MILLIS, body);
    }

    private Reply get(String path, boolean withToken, int millis) {
        return call(path, withToken, millis, null);
    }

    private Reply call(String path, boolean withToken, int millis, @Nullable ObjectNode body) {
        try {
            HttpURLConnection connection =
                    RelayCall.open(origin.resolve(path).toURL(), state.config().tls(), PROBE_MILLIS, millis);
            connection.setRequestProperty("User-Agent", "airelay");
            if (withToken) {
                state.token()
                        .map(RelayToken::value)
                        .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
            }
            if (body != null) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(JsonTrees.usual().write(body));
                }
            }
            int status = connection.getResponseCode();
            try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream()) {
                return new Reply(status, json(in == null ? new byte[0] : in.readNBytes(MAX_BYTES)), "");
            }
        } catch (IOException unreachable) {
            return new Reply(NO_ANSWER, MissingNode.getInstance(), origin.getAuthority() + " did not answer");
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonTrees.usual().read(body);
        } catch (JacksonException other) {
            return MissingNode.getInstance();
        }
    }
}
