package dev.airelay.examples.plain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.failure.UpstreamHeaders;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.ObjectReply;
import dev.airelay.transforms.spi.StreamedReply;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** Chat completions in the JDK's own HTTP server and client: AIRelay translates, and does no I/O. */
public final class ChatProxy implements HttpHandler {
    private static final int BUFFER = 8_192;

    private final Dialect dialect = new ChatDialect();
    private final TranslationContext context = TranslationContext.defaults();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI upstream;
    private final Map<String, String> credentials;

    /**
     * Creates a handler.
     *
     * @param upstream the URL of the upstream's {@code /responses}
     * @param credentials the headers that it demands
     */
    public ChatProxy(URI upstream, Map<String, String> credentials) {
        this.upstream = upstream;
        this.credentials = Map.copyOf(credentials);
    }

    // docs: translate
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange, dialect.translate(exchange.getRequestBody().readAllBytes(), context));
            } catch (RequestRejected rejected) {
                error(exchange, rejected.status(), rejected.error());
            }
        }
    }

    private void answer(HttpExchange exchange, Translation translation) throws IOException {
        HttpResponse<InputStream> response = send(translation.request().toBytes());
        try (InputStream events = response.body()) {
            if (response.statusCode() != 200) {
                refuse(exchange, translation, response.statusCode(), events.readAllBytes());
            } else if (translation.stream()) {
                stream(exchange, translation, events);
            } else {
                object(exchange, translation, events);
            }
        }
    }
    // docs: end

    private HttpResponse<InputStream> send(byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream)
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        credentials.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    // docs: stream
    private void stream(HttpExchange exchange, Translation translation, InputStream events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", dialect.framing().contentType());
        exchange.sendResponseHeaders(200, 0);
        StreamedReply reply = StreamedReply.of(translation, sink(exchange.getResponseBody()));
        byte[] buffer = new byte[BUFFER];
        for (int read = events.read(buffer); read >= 0 && !reply.ended(); read = events.read(buffer)) {
            reply.feed(buffer, 0, read);
        }
        reply.finish();
    }
    // docs: end

    private static ByteSink sink(OutputStream out) {
        return (bytes, offset, length) -> {
            try {
                out.write(bytes, offset, length);
                out.flush();
            } catch (IOException clientGone) {
                throw new UncheckedIOException(clientGone);
            }
        };
    }

    // docs: object
    private void object(HttpExchange exchange, Translation translation, InputStream events) throws IOException {
        ObjectReply reply = ObjectReply.of(translation);
        reply.feed(events.readAllBytes());
        ObjectEncoder.Outcome outcome = reply.finish();
        if (outcome instanceof ObjectEncoder.Outcome.Finished finished) {
            answer(exchange, 200, finished.json());
        } else if (outcome instanceof ObjectEncoder.Outcome.Failed failed) {
            error(exchange, failed.failure().status(), failed.failure().error());
        }
    }
    // docs: end

    // docs: errors
    private void refuse(HttpExchange exchange, Translation translation, int status, byte[] body) throws IOException {
        UpstreamFailure failure = FailureClassifier.ofHttp(
                status, UpstreamHeaders.none(), body, Instant.now().getEpochSecond());
        UpstreamFailure worded = translation.failures().translated(failure);
        error(exchange, worded.status(), worded.error());
    }

    private void error(HttpExchange exchange, int status, ApiError error) throws IOException {
        ErrorShape.Rendered rendered = dialect.errors().render(status, error, JsonNodeFactory.instance.objectNode());
        answer(exchange, rendered.status(), rendered.body());
    }
    // docs: end

    private static void answer(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }
}
