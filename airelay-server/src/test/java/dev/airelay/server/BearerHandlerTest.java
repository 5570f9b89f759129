package dev.airelay.server;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerHandlerTest {

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new BearerHandler("Bearer right"::equals, new RouteTable(List.of())));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "/v1/models, Bearer wrong",
        "/v1/models,",
        "/v1/models, ''",
        "/v1/models?key=right,",
        "/v1, Bearer wrong",
        "/v1/unknown,",
        "/no-tools/v1/chat/completions, Basic right"
    })
    void aProtectedPathNeedsTheToken(String uri, String authorization) {
        HttpRequest request = request("POST", uri);
        if (authorization != null) {
            request.headers().set("Authorization", authorization);
        }

        channel.writeInbound(request);

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer realm=\"AIRelay\"");
        assertThat(answer.errorCode()).isEqualTo("invalid_api_key");
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/", "/v1x", "/no-tools", "/nowhere"})
    void otherPathsArePublic(String uri) {
        HttpRequest request = request("GET", uri);

        channel.writeInbound(request);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
    }

    @Test
    void theTokenOpensAProtectedPath() {
        HttpRequest request = request("POST", "/v1/responses", "Authorization", "Bearer right");
        HttpContent body = end("{}");

        channel.writeInbound(request, body);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
        assertThat(channel.<Object>readInbound()).isSameAs(body);
        assertThat(body.release()).isTrue();
    }

    @Test
    void theBodyOfARefusedRequestIsReleased() {
        HttpContent piece = piece("secret");

        channel.writeInbound(request("POST", "/v1/responses"), piece);

        assertThat(piece.refCnt()).isZero();
    }

    @Test
    void aRefusalDoesNotStickToTheConnection() {
        channel.writeInbound(request("POST", "/v1/responses"), end(""));
        assertThat(answer(channel).status()).isEqualTo(401);

        channel.writeInbound(request("GET", "/v1/models", "Authorization", "Bearer right"));

        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }
}
