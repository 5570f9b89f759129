package dev.airelay.server.guard;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.HostGuard;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.http.ConnectionState;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostHandlerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new HostHandler(
            new ConnectionState(), new HostGuard(true, List.of("relay.lan"), List.of("https://chat.example"))));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest(name = "{0} at {1} from {2}")
    @CsvSource({
        "/v1/models, 127.0.0.1:8080,",
        "/v1/models, localhost,",
        "/v1/models, [::1]:8080,",
        "/v1/models, relay.lan:8080,",
        "/v1/models, 127.0.0.1, https://chat.example",
        "http://127.0.0.1:8080/v1/models, evil.example,"
    })
    void ownNamesAndListedOriginsPass(String target, String host, String origin) {
        HttpRequest request = request("POST", target, "Host", host);
        if (origin != null) {
            request.headers().set("Origin", origin);
        }

        channel.writeInbound(request);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
    }

    @ParameterizedTest(name = "{0} at {1} from {2}")
    @CsvSource({
        "/v1/models, evil.example, , 403, host_not_allowed, evil.example",
        "/healthz, 192.168.1.2, , 403, host_not_allowed, 192.168.1.2",
        "http://evil.example/v1/models, 127.0.0.1, , 403, host_not_allowed, evil.example",
        "/v1/models, 127.0.0.1, https://evil.example, 403, origin_not_allowed, https://evil.example",
        "/v1/models, 127.0.0.1, null, 403, origin_not_allowed, null",
        "/v1/models, 'a b', , 400, invalid_host, a b"
    })
    void foreignOnesAreRefusedByName(String target, String host, String origin, int status, String code, String named) {
        HttpRequest request = request("POST", target, "Host", host);
        if (origin != null) {
            request.headers().set("Origin", origin);
        }
        HttpContent body = piece("body");

        channel.writeInbound(request, body);

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.message()).contains(named);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(body.refCnt()).isZero();
    }

    @Test
    void requestWithoutAHostIsMalformed() {
        channel.writeInbound(request("GET", "/healthz"));

        assertThat(answer(channel).errorCode()).isEqualTo("invalid_host");
    }

    @Test
    void refusalDoesNotStickToTheConnection() {
        channel.writeInbound(request("GET", "/healthz", "Host", "evil.example"));
        assertThat(answer(channel).status()).isEqualTo(403);

        channel.writeInbound(request("GET", "/healthz", "Host", "localhost"));

        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }
}
