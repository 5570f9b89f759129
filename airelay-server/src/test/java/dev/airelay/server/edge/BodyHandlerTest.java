package dev.airelay.server.edge;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.HttpMessages;
import dev.airelay.server.RequestContexts;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Route;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyHandlerTest {

    private static final int LIMIT = 10;
    private static final Endpoint NOTHING = (request, ctx) -> Exchange.ANSWERED;

    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(connection, connection.responses(), new BodyHandler(connection, LIMIT, budget));

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    private HttpRequest routed(Route.BodyKind body, String... headers) {
        return routed(connection, body, headers);
    }

    private static HttpRequest routed(ConnectionState state, Route.BodyKind body, String... headers) {
        String method = body == Route.BodyKind.NONE ? "GET" : "POST";
        HttpRequest head = HttpMessages.request(method, "/x/variable", headers);
        state.request(RequestContexts.of(head, body, NOTHING));
        return head;
    }

    private String acceptedBody() {
        RelayRequest accepted = channel.readInbound();
        return new String(accepted.body(), StandardCharsets.UTF_8);
    }

    @Test
    void bodyInPiecesIsJoinedAndItsPiecesAreReleased() {
        HttpContent first = piece("{\"a\"");
        HttpContent last = end("1}");
        channel.writeInbound(routed(Route.BodyKind.JSON), first, piece(":"));
        assertThat(channel.<Object>readInbound()).isNull();

        channel.writeInbound(last);

        assertThat(acceptedBody()).isEqualTo("{\"a\":1}");
        assertThat(first.refCnt()).isZero();
        assertThat(last.refCnt()).isZero();
    }

    @Test
    void requestCarriesItsIdHeadersAndPathVariable() {
        channel.writeInbound(routed(Route.BodyKind.JSON, "session-id", "s"), end("{}"));

        RelayRequest accepted = channel.readInbound();
        assertThat(accepted.context().route().endpoint()).isSameAs(NOTHING);
        assertThat(accepted.id()).isEqualTo("req_1");
        assertThat(accepted.headers().get("session-id")).isEqualTo("s");
        assertThat(accepted.pathVariable()).isEqualTo("variable");
    }

    @Test
    void emptyBodyPasses() {
        channel.writeInbound(routed(Route.BodyKind.JSON), LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(acceptedBody()).isEmpty();
    }

    @Test
    void bodyOfAGetIsDropped() {
        HttpContent body = end("body");
        channel.writeInbound(routed(Route.BodyKind.NONE, "Content-Type", "text/plain"), body);

        assertThat(acceptedBody()).isEmpty();
        assertThat(body.refCnt()).isZero();
    }

    @ParameterizedTest(name = "Content-Length {0}")
    @ValueSource(strings = {"11", "9999999999"})
    void announcedLengthOverTheLimitIsRefusedAtOnce(String length) {
        HttpContent late = end("x");
        channel.writeInbound(routed(Route.BodyKind.JSON, "Content-Length", length));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("request_too_large");
        assertThat(answer.message()).contains("10 bytes", "server.max_body_bytes");
        channel.writeInbound(late);
        assertThat(late.refCnt()).isZero();
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void bodyThatGrowsOverTheLimitIsRefusedAndReleased() {
        HttpContent first = piece("123456");
        HttpContent over = piece("78901");
        HttpContent rest = end("2");
        channel.writeInbound(routed(Route.BodyKind.JSON), first, over, rest);

        assertThat(answer(channel).status()).isEqualTo(413);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(first.refCnt() + over.refCnt() + rest.refCnt()).isZero();
    }

    @Test
    void bodyOfExactlyTheLimitPasses() {
        channel.writeInbound(routed(Route.BodyKind.JSON, "Content-Length", "10"), piece("12345"), end("67890"));

        assertThat(acceptedBody()).isEqualTo("1234567890");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Content-Type, text/plain, unsupported_content_type",
        "Content-Type, multipart/form-data, unsupported_content_type",
        "Content-Encoding, br, unsupported_content_encoding"
    })
    void bodyThatIsNotPlainJsonIsRefused(String header, String value, String code) {
        HttpContent late = end("x");
        channel.writeInbound(routed(Route.BodyKind.JSON, header, value, "Expect", "100-continue"), late);

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(late.refCnt()).isZero();
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void expectContinueGetsContinue() {
        channel.writeInbound(routed(Route.BodyKind.JSON, "Expect", "100-continue", "Content-Length", "2"));
        assertThat(answer(channel).status()).isEqualTo(100);

        channel.writeInbound(end("{}"));
        assertThat(acceptedBody()).isEqualTo("{}");
    }

    @Test
    void tooLargeBodyGetsNoContinue() {
        channel.writeInbound(routed(Route.BodyKind.JSON, "Expect", "100-continue", "Content-Length", "11"));

        assertThat(answer(channel).status()).isEqualTo(413);
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void refusedRequestIsFollowedByTheNext() {
        channel.writeInbound(routed(Route.BodyKind.JSON), end("more than ten"));
        assertThat(answer(channel).status()).isEqualTo(413);

        channel.writeInbound(routed(Route.BodyKind.JSON), end("{}"));
        assertThat(acceptedBody()).isEqualTo("{}");
    }

    @Test
    void partOfABodyIsReleasedWhenTheConnectionEnds() {
        HttpContent part = piece("part");
        channel.writeInbound(routed(Route.BodyKind.JSON), part);
        assertThat(part.refCnt()).isZero();
        assertThat(budget.taken()).isEqualTo(4);

        channel.close();
        channel.runPendingTasks();

        assertThat(budget.taken()).isZero();
    }

    @Test
    void bodyTakesItsShareUntilItIsAnswered() {
        channel.writeInbound(routed(Route.BodyKind.JSON), end("{}"));
        assertThat(acceptedBody()).isEqualTo("{}");
        assertThat(budget.taken()).as("the body and its tree").isEqualTo(2 + treeBytes("{}"));

        channel.writeOutbound(HttpMessages.response(200));

        assertThat(budget.taken()).isZero();
        answer(channel);
    }

    @Test
    void countsWhatBecomesOfABody() {
        channel.writeInbound(routed(Route.BodyKind.JSON), end("[{},{\"[\":1"));

        assertThat(acceptedBody()).isEqualTo("[{},{\"[\":1");
        long values = 2 * treeBytes("{}") + treeBytes("[]") + treeBytes(":") + treeBytes(",");
        assertThat(budget.taken()).isEqualTo(10 + values);
        assertThat(treeBytes("\"{[:\\\",\"")).as("a string").isZero();
    }

    @Test
    void refusesABodyWhoseTreeIsLargerThanAllTheMemory() {
        MemoryBudget small = new MemoryBudget(400);
        ConnectionState state = new ConnectionState();
        EmbeddedChannel other = new EmbeddedChannel(state, state.responses(), new BodyHandler(state, LIMIT, small));
        other.writeInbound(routed(state, Route.BodyKind.JSON), end("[{},{},{}]"));
        assertThat(other.<Object>readInbound()).as("accepted").isNotNull();
        other.writeOutbound(HttpMessages.response(200));
        answer(other);

        other.writeInbound(routed(state, Route.BodyKind.JSON), end("{{{{{{{{{{"));

        HttpMessages.Seen answer = answer(other);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("request_too_large");
        assertThat(small.taken()).isZero();
        other.finishAndReleaseAll();
    }

    private static long treeBytes(String json) {
        return JsonBody.treeBytes(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bodyWithoutRoomGetsRetryAfter() {
        budget.charge((1 << 20) - 3);
        channel.writeInbound(routed(Route.BodyKind.JSON), piece("{"), end(" }}"));

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorCode()).isEqualTo("request_memory_exhausted");
        assertThat(answer.headers().get("retry-after")).isEqualTo("1");
        assertThat(budget.taken()).isEqualTo((1 << 20) - 3);

        budget.give((1 << 20) - 3);
        channel.writeInbound(routed(Route.BodyKind.JSON), end("{}"));
        assertThat(acceptedBody()).isEqualTo("{}");
    }
}
