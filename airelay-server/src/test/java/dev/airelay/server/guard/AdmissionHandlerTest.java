package dev.airelay.server.guard;

import static dev.airelay.server.HttpMessages.answer;
import static dev.airelay.server.HttpMessages.end;
import static dev.airelay.server.HttpMessages.piece;
import static dev.airelay.server.HttpMessages.request;
import static dev.airelay.server.HttpMessages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.CredentialHeader;
import dev.airelay.security.TrustedProxies;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.RequestContexts;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.transforms.spi.AnthropicErrors;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionHandlerTest {
    private static final AdmissionLimits LIMITS = new AdmissionLimits(
            60,
            1_000,
            1,
            new AdmissionLimits.Waiting(1, Duration.ofSeconds(10)),
            new AdmissionLimits.FailedAuth(Duration.ofMinutes(5), 100, Duration.ofMinutes(15)),
            16);

    private final Admission admission = new Admission(LIMITS, () -> 0L);
    private final List<EmbeddedChannel> opened = new ArrayList<>();
    private final EmbeddedChannel channel = open();

    private EmbeddedChannel open() {
        return open(new RouteTable(List.of()));
    }

    private EmbeddedChannel open(RouteTable routes) {
        ConnectionState connection = new ConnectionState();
        EmbeddedChannel one = new EmbeddedChannel(
                connection,
                connection.responses(),
                RequestContexts.handler(connection, routes),
                new AdmissionHandler(
                        connection,
                        new AdmissionGate(
                                admission,
                                new ClientAddressSource(TrustedProxies.none()),
                                shown -> "Bearer right".equals(shown)
                                        ? new BearerDecision.Allowed()
                                        : new BearerDecision.Denied(BearerDecision.Reason.MISSING))));
        opened.add(one);
        return one;
    }

    @AfterEach
    void releaseAll() {
        opened.forEach(EmbeddedChannel::finishAndReleaseAll);
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
    void protectedPathNeedsTheToken(String uri, String authorization) {
        HttpRequest request = request("POST", uri);
        if (authorization != null) {
            request.headers().set("Authorization", authorization);
        }

        channel.writeInbound(request);

        HttpMessages.Seen answer = answer(channel);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer realm=\"AIRelay\"");
        assertThat(answer.headers().get("x-should-retry")).isEqualTo("false");
        assertThat(answer.errorCode()).isEqualTo("invalid_api_key");
        assertThat(channel.<Object>readInbound()).isNull();
    }

    /** A client may keep a key of another service in one header while the relay token is in the other. */
    @ParameterizedTest(name = "authorization: {0}, x-api-key: {1}")
    @CsvSource({
        "Bearer right,, true",
        ",right, true",
        "Bearer wrong, right, true",
        "Bearer right, wrong, true",
        "Bearer wrong, wrong, false",
        ",Bearer right, false",
        "right,, false",
        ",, false"
    })
    void anyHeaderOfTheRouteMayShowTheToken(String authorization, String key, boolean admitted) {
        Set<CredentialHeader> headers = Set.of(CredentialHeader.AUTHORIZATION, CredentialHeader.of("x-api-key"));
        EmbeddedChannel other = open(new RouteTable(List.of(new Route(
                HttpMethod.POST,
                "/v1/messages",
                Route.BodyKind.JSON,
                Route.Kind.API,
                new Route.Api(AnthropicErrors.SHAPE, headers),
                (seen, ctx) -> Exchange.ANSWERED))));
        HttpRequest request = request("POST", "/v1/messages");
        if (authorization != null) {
            request.headers().set("authorization", authorization);
        }
        if (key != null) {
            request.headers().set("x-api-key", key);
        }

        other.writeInbound(request);

        if (admitted) {
            assertThat(other.<Object>readInbound()).isSameAs(request);
        } else {
            HttpMessages.Seen answer = answer(other);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body())
                    .contains(
                            "Send the relay token as a bearer token in the header Authorization, or in the header x-api-key.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/", "/v1x", "/no-tools", "/nowhere"})
    void otherPathsArePublic(String uri) {
        HttpRequest request = request("GET", uri);

        channel.writeInbound(request);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
    }

    @Test
    void tokenOpensAProtectedPath() {
        HttpRequest request = request("POST", "/v1/responses", "Authorization", "Bearer right");
        HttpContent body = end("{}");

        channel.writeInbound(request, body);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
        assertThat(channel.<Object>readInbound()).isSameAs(body);
        assertThat(body.release()).isTrue();
    }

    @Test
    void bodyOfARefusedRequestIsReleased() {
        HttpContent piece = piece("secret");

        channel.writeInbound(request("POST", "/v1/responses"), piece);

        assertThat(piece.refCnt()).isZero();
    }

    @Test
    void refusalDoesNotStickToTheConnection() {
        channel.writeInbound(request("POST", "/v1/responses"), end(""));
        assertThat(answer(channel).status()).isEqualTo(401);

        channel.writeInbound(request("GET", "/v1/models", "Authorization", "Bearer right"));

        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }

    private static HttpRequest permitted() {
        return request("POST", "/v1/responses", "Authorization", "Bearer right");
    }

    private long inFlight() {
        return admission.overview().activeRequests();
    }

    @Test
    void slotIsHeldUntilTheLastByteOfTheAnswer() {
        channel.writeInbound(permitted(), end("{}"));
        assertThat(inFlight()).isEqualTo(1);

        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK), piece("part"));
        assertThat(inFlight()).isEqualTo(1);

        channel.writeOutbound(end(""));
        assertThat(inFlight()).isZero();
    }

    @Test
    void slotOutlivesTheWordToContinue() {
        channel.writeInbound(permitted());

        channel.writeOutbound(response(100));
        assertThat(inFlight()).isEqualTo(1);

        channel.writeOutbound(response(200));
        assertThat(inFlight()).isZero();
    }

    @Test
    void slotIsFreedWhenTheClientGoes() {
        channel.writeInbound(permitted(), end("{}"));

        channel.close();

        assertThat(inFlight()).isZero();
    }

    @Test
    void requestWithoutAFreeSlotWaitsWithItsBodyAndContinuesLater() {
        channel.writeInbound(permitted(), end("{}"));
        EmbeddedChannel second = open();
        HttpRequest request = permitted();
        HttpContent body = end("later");

        second.writeInbound(request, body);
        assertThat(second.<Object>readInbound()).isNull();
        assertThat(second.<Object>readOutbound()).isNull();

        channel.writeOutbound(response(200));
        second.runPendingTasks();
        assertThat(second.<Object>readInbound()).isSameAs(request);
        assertThat(second.<Object>readInbound()).isSameAs(body);
        assertThat(body.release()).isTrue();
        assertThat(inFlight()).isEqualTo(1);
    }

    @Test
    void clientThatLeavesTheQueueFreesItsPlaceAndItsBody() {
        channel.writeInbound(permitted(), end("{}"));
        EmbeddedChannel second = open();
        HttpContent body = end("later");
        second.writeInbound(permitted(), body);

        second.close();

        assertThat(body.refCnt()).isZero();
        assertThat(admission.overview().waitingRequests()).isZero();
        channel.writeOutbound(response(200));
        assertThat(inFlight()).isZero();
    }

    @Test
    void afterTheQueueIsFullTheNextIsRefusedWithTheLimitsName() {
        channel.writeInbound(permitted(), end("{}"));
        open().writeInbound(permitted(), end("{}"));
        EmbeddedChannel third = open();

        third.writeInbound(permitted(), end("{}"));

        HttpMessages.Seen answer = answer(third);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.errorCode()).isEqualTo("too_many_concurrent_requests");
        assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isPositive();
    }

    @Test
    void publicPathsTakeNoSlot() {
        channel.writeInbound(request("GET", "/healthz"));

        assertThat(inFlight()).isZero();
    }

    @Test
    void longBodyInTheQueueStopsTheReading() {
        channel.writeInbound(permitted(), end("{}"));
        EmbeddedChannel second = open();

        second.writeInbound(permitted(), piece("x".repeat(300 * 1024)));
        assertThat(second.config().isAutoRead()).isFalse();

        channel.writeOutbound(response(200));
        second.runPendingTasks();
        assertThat(second.config().isAutoRead()).isTrue();
    }
}
