package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestContextHandlerTest {

    private final Iterator<String> ids = List.of("a", "b").iterator();
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection,
            connection.responses(),
            new RequestContextHandler(connection, ids::next, new RouteTable(List.of())));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    @Test
    void eachRequestGetsItsOwnIdAndItsAnswerCarriesIt() {
        channel.writeInbound(request("GET", "/1"), end(""));
        channel.writeOutbound(response(200));
        assertThat(answer(channel).headers().get("x-request-id")).isEqualTo("req_a");

        channel.writeInbound(request("GET", "/2"), end(""));
        channel.writeOutbound(response(500));
        assertThat(answer(channel).headers().get("x-request-id")).isEqualTo("req_b");
    }

    @Test
    void sharesRequestWithHandlersBehind() {
        channel.writeInbound(request("GET", "/1"));

        assertThat(connection.request().id()).isEqualTo("req_a");
    }

    @Test
    void idThatTheClientSendsIsNotTakenOver() {
        channel.writeInbound(request("GET", "/1", "X-Request-Id", "mine"));
        FullHttpResponse response = response(200);
        response.headers().set("x-request-id", "theirs");
        channel.writeOutbound(response);

        assertThat(answer(channel).headers().getAll("x-request-id")).containsExactly("req_a");
    }
}
