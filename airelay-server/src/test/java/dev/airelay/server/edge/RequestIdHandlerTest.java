package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.ChannelAttributes;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestIdHandlerTest {

    private final Iterator<String> ids = List.of("a", "b").iterator();
    private final EmbeddedChannel channel = new EmbeddedChannel(new RequestIdHandler(ids::next));

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
    void theIdIsKnownToTheHandlersBehind() {
        channel.writeInbound(request("GET", "/1"));

        assertThat(channel.attr(ChannelAttributes.REQUEST_ID).get()).isEqualTo("req_a");
    }

    @Test
    void anIdThatTheClientSendsIsNotTakenOver() {
        channel.writeInbound(request("GET", "/1", "X-Request-Id", "mine"));
        FullHttpResponse response = response(200);
        response.headers().set("x-request-id", "theirs");
        channel.writeOutbound(response);

        assertThat(answer(channel).headers().getAll("x-request-id")).containsExactly("req_a");
    }
}
