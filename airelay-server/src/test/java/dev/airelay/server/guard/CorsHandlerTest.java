package dev.airelay.server.guard;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.OriginGuard;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.http.ConnectionState;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsHandlerTest {
    private static final String ALLOWED = "https://chat.example";
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";

    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection,
            connection.responses(),
            new CorsHandler(connection, new OriginGuard(List.of(ALLOWED), List.of("x-request-id"))));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    @Test
    void preflightIsAnsweredAndGoesNoFurther() {
        HttpContent body = piece("body");
        LastHttpContent end = end("more");

        channel.writeInbound(
                request("OPTIONS", "/v1/models", "Origin", ALLOWED, "Access-Control-Request-Method", "GET"), body, end);

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().get(ALLOW_ORIGIN)).isEqualTo(ALLOWED);
        assertThat(answer.headers().get("access-control-allow-methods")).contains("GET");
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(body.refCnt()).isZero();
        assertThat(end.refCnt()).isZero();
    }

    @ParameterizedTest(name = "{0} {1} from {2}")
    @CsvSource({
        "POST, GET, https://chat.example",
        "OPTIONS, , https://chat.example",
        "OPTIONS, GET, https://evil.example",
        "OPTIONS, GET,",
    })
    void allElsePasses(String method, String asked, String origin) {
        HttpRequest request = request(method, "/v1/models");
        if (asked != null) {
            request.headers().set("access-control-request-method", asked);
        }
        if (origin != null) {
            request.headers().set("origin", origin);
        }

        channel.writeInbound(request);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"https://chat.example, https://chat.example", "https://evil.example,", ","})
    void onlyAnswersToListedOriginsAreMarked(String origin, String mark) {
        channel.writeInbound(origin == null ? request("GET", "/") : request("GET", "/", "origin", origin));

        channel.writeOutbound(response(401));

        assertThat(answer(channel).headers().get(ALLOW_ORIGIN)).isEqualTo(mark);
    }

    @Test
    void doesNotMarkResponseToRequestThatIsRefusedEarlier() {
        channel.writeInbound(request("GET", "/", "origin", ALLOWED), end(""));
        channel.writeOutbound(response(200));
        answer(channel);

        // The next request does not come as far as this handler.
        channel.writeOutbound(response(400));

        assertThat(answer(channel).headers().contains(ALLOW_ORIGIN)).isFalse();
    }

    @Test
    void nothingSticksToTheConnection() {
        channel.writeInbound(
                request("OPTIONS", "/", "origin", ALLOWED, "access-control-request-method", "GET"), end(""));
        answer(channel);
        channel.writeInbound(request("GET", "/", "origin", ALLOWED), end(""));
        channel.writeOutbound(response(200));
        assertThat(answer(channel).headers().get(ALLOW_ORIGIN)).isEqualTo(ALLOWED);

        channel.writeInbound(request("GET", "/"));
        channel.writeOutbound(response(200));

        assertThat(answer(channel).headers().contains(ALLOW_ORIGIN)).isFalse();
    }
}
