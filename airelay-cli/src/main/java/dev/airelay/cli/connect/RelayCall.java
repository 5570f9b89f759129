package dev.airelay.cli.connect;

import dev.airelay.base.JsonTrees;
import dev.airelay.cli.connect.Client.Dialect;
import dev.airelay.config.ServerTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls the relay as a client does: with its API, its address and its key, never through a proxy. */
public final class RelayCall {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 120_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final String PROMPT = "Reply with the single word: connected";

    /** It logs the heads of requests, with the relay token in them, when a user has everything logged. */
    private static final Logger LOG_OF_HEADS = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

    static {
        LOG_OF_HEADS.setLevel(Level.OFF);
    }

    private final URI baseUrl;
    private final String token;
    private final Optional<ServerTls> own;

    /**
     * Prepares calls.
     *
     * @param baseUrl including {@code /v1}; for Ollama, the address of the listener
     * @param token the relay token
     * @param own the certificate of the relay that runs with the settings; empty for another relay's address
     */
    public RelayCall(URI baseUrl, String token, Optional<ServerTls> own) {
        this.baseUrl = baseUrl;
        this.token = token;
        this.own = own;
    }

    /** The relay refused a call, or answered with something that is not an answer. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }
    }

    /**
     * Returns the ids of the relay's models, in its order.
     *
     * @throws RefusedException when the relay answers with an error
     */
    public List<String> models() throws IOException {
        HttpURLConnection connection = open("/models");
        JsonNode list = json(new String(body(connection), StandardCharsets.UTF_8));
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(model -> ids.add(model.path("id").asString("")));
        return ids;
    }

    /**
     * Has a model answer a short prompt as a stream, which counts against the plan.
     *
     * @return whether the stream was complete
     * @throws RefusedException when the relay answers with an error
     */
    public boolean answers(Dialect dialect, String model) throws IOException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("model", model).put("stream", true);
        if (dialect == Dialect.RESPONSES) {
            body.put("input", PROMPT).put("store", false);
        } else {
            body.putArray("messages").addObject().put("role", "user").put("content", PROMPT);
        }
        if (dialect == Dialect.MESSAGES) {
            body.put("max_tokens", 1_000);
        }
        HttpURLConnection connection = open(
                switch (dialect) {
                    case RESPONSES -> "/responses";
                    case CHAT -> "/chat/completions";
                    case MESSAGES -> "/messages";
                    case OLLAMA -> "/api/chat";
                });
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        if (dialect == Dialect.MESSAGES) {
            connection.setRequestProperty("anthropic-version", "2023-06-01");
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(JsonTrees.exact().write(body));
        }
        return ended(dialect, connection);
    }

    private boolean ended(Dialect dialect, HttpURLConnection connection) throws IOException {
        requireOk(connection);
        String end = switch (dialect) {
            case RESPONSES -> "\"type\":\"response.completed\"";
            case CHAT -> "data: [DONE]";
            case MESSAGES -> "\"type\":\"message_stop\"";
            case OLLAMA -> "\"done\":true";
        };
        boolean ended = false;
        Optional<String> failure = Optional.empty();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ended |= line.contains(end);
                failure = failure.isPresent() ? failure : errorIn(line);
            }
        }
        if (failure.isPresent()) {
            throw new RefusedException(connection.getResponseCode(), failure.get());
        }
        return ended;
    }

    private static Optional<String> errorIn(String line) {
        if (!line.contains("\"error\"")) {
            return Optional.empty();
        }
        JsonNode event = json(line.startsWith("data:") ? line.substring("data:".length()) : line);
        JsonNode error = event.path("response").path("error").isObject()
                ? event.path("response").path("error")
                : event.path("error");
        return error.path("message").isString()
                ? Optional.of(error.path("message").asString())
                : Optional.empty();
    }

    /**
     * Opens a connection to a relay: never through a proxy, never redirected, and without a log of its heads.
     *
     * @param own the only certificate that is trusted: it need not be one of a public authority, nor name the
     *     loopback address; empty to trust those that this machine trusts
     * @param connectMillis time limit for connecting
     * @param readMillis time limit for each read
     */
    public static HttpURLConnection open(URL address, Optional<ServerTls> own, int connectMillis, int readMillis)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure && own.isPresent()) {
            trust(secure, own.get());
        }
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(readMillis);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static void trust(HttpsURLConnection connection, ServerTls own) throws IOException {
        try {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry("relay", own.read().chain().get(0));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            connection.setSSLSocketFactory(context.getSocketFactory());
            connection.setHostnameVerifier((host, session) -> true);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the relay's certificate cannot be used", unusable);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = open(URI.create(baseUrl + path).toURL(), own, CONNECT_MILLIS, READ_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("User-Agent", "airelay-connect");
        return connection;
    }

    private static byte[] body(HttpURLConnection connection) throws IOException {
        requireOk(connection);
        try (InputStream in = connection.getInputStream()) {
            return in.readNBytes(MAX_BYTES);
        }
    }

    private static void requireOk(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return;
        }
        String text = "";
        try (InputStream in = connection.getErrorStream()) {
            text = in == null ? "" : new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
        JsonNode error = json(text).path("error");
        String message = error.path("message").asString(error.asString(""));
        throw new RefusedException(status, message.isEmpty() ? "HTTP status " + status : message);
    }

    private static JsonNode json(String text) {
        try {
            return JsonTrees.exact().read(text);
        } catch (JacksonException other) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
