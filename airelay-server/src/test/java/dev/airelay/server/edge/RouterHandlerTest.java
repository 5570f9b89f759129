package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.session.AuthFailure;
import dev.airelay.backend.call.CodexClient;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.TestConfig;
import dev.airelay.server.TestRoutes;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.PathPattern;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterHandlerTest {

    private final CodexClient upstream = new CodexClient(
            BackendOptions.defaults(URI.create("http://127.0.0.1:9")),
            () -> CompletableFuture.failedFuture(AuthFailure.MISSING.exception()),
            InstantSource.system(),
            Runnable::run);
    private final RouteTable routes = TestRoutes.of(upstream);
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection,
            connection.responses(),
            new RequestContextHandler(connection, () -> "1", routes),
            new RouterHandler(
                    connection,
                    routes,
                    new SocketUpgrade(
                            new OpenConnections(1),
                            new ConnectionSettings(
                                    TestConfig.defaults(), Optional.empty(), new MemoryBudget(1 << 20), new Drain()),
                            (turn, state, frames) -> {})));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
        upstream.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /healthz, /healthz, ''",
        "HEAD, /healthz, /healthz, ''",
        "GET, /v1/models, /v1/models, ''",
        "GET, /v1/models?limit=3, /v1/models, ''",
        "HEAD, /v1/models, /v1/models, ''",
        "GET, /no-tools/v1/models, /no-tools/v1/models, ''",
        "GET, /v1/models/gpt-5, /v1/models/{id}, gpt-5",
        "GET, /v1/models/a%2Fb, /v1/models/{id}, a/b",
        "GET, /v1/models/a/b, /v1/models/{id}, a/b",
        "GET, /v1/models/a+b, /v1/models/{id}, a+b",
        "GET, /v1/models/%zz, /v1/models/{id}, %zz",
        "GET, /no-tools/v1/models/gpt-5, /no-tools/v1/models/{id}, gpt-5",
        "GET, /v1/relay/status, /v1/relay/status, ''",
        "POST, /v1/chat/completions, /v1/chat/completions, ''",
        "POST, /no-tools/v1/chat/completions, /no-tools/v1/chat/completions, ''",
        "POST, /v1/responses, /v1/responses, ''",
        "POST, /no-tools/v1/responses, /no-tools/v1/responses, ''",
        "POST, /v1/completions, /v1/completions, ''",
        "POST, /no-tools/v1/completions, /no-tools/v1/completions, ''",
        "GET, /v1/subscription/status?raw=true, /v1/subscription/status, ''",
        "GET, /v1/account/rate_limits, /v1/account/rate_limits, ''",
        "GET, /v1/relay/compatibility, /v1/relay/compatibility, ''",
        "GET, /v1/models/, /v1/models, ''",
        "GET, //v1/models, /v1/models, ''",
        "POST, /v1//chat/completions, /v1/chat/completions, ''",
        "POST, /chat/completions, /v1/chat/completions, ''",
        "POST, /v1/v1/chat/completions/, /v1/chat/completions, ''",
        "POST, /no-tools/chat/completions, /no-tools/v1/chat/completions, ''",
        "GET, /models/a%2Fb, /v1/models/{id}, a/b",
        "GET, /relay/status, /v1/relay/status, ''"
    })
    void servedRequestsPassWithTheirRouteAndThenTheirBody(String method, String uri, String pattern, String variable) {
        HttpContent body = piece("body");

        channel.writeInbound(request(method, uri), body);

        HttpRequest routed = channel.readInbound();
        assertThat(routed.uri()).isEqualTo(uri);
        assertThat(connection.request().head()).isSameAs(routed);
        assertThat(PathPattern.display(connection.request().route().pattern())).isEqualTo(pattern);
        assertThat(String.join("", connection.request().variables())).isEqualTo(variable);
        assertThat(channel.<Object>readInbound()).isSameAs(body);
        body.release();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /v1/chat/completions | OPTIONS, POST",
                "HEAD | /v1/responses | OPTIONS, POST",
                "DELETE | /no-tools/v1/responses | OPTIONS, POST",
                "POST | /v1/models | GET, HEAD, OPTIONS",
                "PUT | /v1/models/gpt-5 | GET, HEAD, OPTIONS",
                "POST | /healthz | GET, HEAD, OPTIONS"
            })
    void servedPathWithAnotherMethodIsAnswered405(String method, String uri, String allow) {
        channel.writeInbound(request(method, uri));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().get("Allow")).isEqualTo(allow);
        assertThat(answer.errorCode()).isEqualTo("method_not_supported");
        assertThat(answer.message()).contains(method, uri);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, Upgrade, websocket",
        "/no-tools/v1/chat/completions, upgrade, WebSocket",
        "/v1/responses/compact, 'keep-alive, Upgrade', websocket",
        "/v1/models, Upgrade, 'h2c, websocket'"
    })
    void webSocketHandshakeIsAnswered426(String uri, String connection, String upgrade) {
        channel.writeInbound(request(
                "GET",
                uri,
                "Connection",
                connection,
                "Upgrade",
                upgrade,
                "Sec-WebSocket-Version",
                "13",
                "Sec-WebSocket-Key",
                "dGhlIHNhbXBsZSBub25jZQ=="));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.headers().get("Upgrade")).isEqualTo("HTTP/1.1");
        assertThat(answer.headers().get("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(answer.errorCode()).isEqualTo("upgrade_required");
        assertThat(answer.message()).contains(uri, "over HTTP");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/models, Upgrade, h2c",
        "GET, /v1/models, 'Upgrade, HTTP2-Settings', h2c",
        "GET, /v1/models, keep-alive, websocket",
        "POST, /v1/responses, Upgrade, websocket",
        "POST, /v1/responses, Upgrade, 'TLS/1.0, HTTP/2.0'"
    })
    void otherUpgradesAreIgnored(String method, String uri, String connection, String upgrade) {
        channel.writeInbound(request(method, uri, "Connection", connection, "Upgrade", upgrade));

        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }

    @ParameterizedTest
    @CsvSource({"/v1/nowhere, 404", "/v1/realtime, 501"})
    void webSocketHandshakeOnPathThatIsNotServedIsAnsweredByThePath(String uri, int status) {
        channel.writeInbound(request("GET", uri, "Connection", "Upgrade", "Upgrade", "websocket"));

        assertThat(answer(channel).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page",
                "/v1",
                "/v1/nowhere",
                "/no-tools",
                "/chat",
                "/V1/models",
                "/v1/chat%2Fcompletions",
                "/%63hat/completions",
                "*"
            })
    void unknownPathIsAnswered404(String uri) {
        channel.writeInbound(request("GET", uri));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo("unknown_url");
        assertThat(answer.message()).contains("GET " + uri, "/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/embeddings",
                "/v1/audio/speech",
                "/no-tools/v1/images/variations",
                "/v1/batches",
                "/v1/chat/completions",
                "/v1/chat/completions/chatcmpl-1/messages"
            })
    void routeOfOpenAiThatIsNotProvidedIsAnswered501AndNotRepeated(String uri) {
        channel.writeInbound(request("GET", uri));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.headers().get("x-should-retry")).isEqualTo("false");
        assertThat(answer.errorCode()).isEqualTo("unsupported_endpoint");
        assertThat(answer.message()).contains("GET " + uri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/models | GET, HEAD, OPTIONS",
                "/chat/completions/ | OPTIONS, POST",
                "* | GET, HEAD, OPTIONS, POST"
            })
    void optionsAnswerNamesTheAllowedMethods(String uri, String allow) {
        channel.writeInbound(request("OPTIONS", uri));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().get("Allow")).isEqualTo(allow);
        assertThat(answer.headers().contains("Content-Length")).isFalse();
    }

    @Test
    void bodyOfARefusedRequestIsReleasedAndTheNextRequestPasses() {
        HttpContent piece = piece("x");
        HttpContent end = end("y");

        channel.writeInbound(request("POST", "/nowhere"), piece, end, request("GET", "/healthz"));

        assertThat(piece.refCnt()).isZero();
        assertThat(end.refCnt()).isZero();
        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }
}
