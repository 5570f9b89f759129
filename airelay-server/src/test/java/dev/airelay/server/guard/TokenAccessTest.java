package dev.airelay.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.TrustedProxies;
import dev.airelay.server.HttpMessages;
import dev.airelay.server.RequestContexts;
import dev.airelay.server.TestConfig;
import dev.airelay.server.http.ConnectionState;
import dev.airelay.server.http.RouteTable;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token's file is looked at off the event loop, and only when that can change the decision. */
class TokenAccessTest {
    private static final BearerDecision ALLOWED = new BearerDecision.Allowed();

    private final Deque<Runnable> blockingWork = new ArrayDeque<>();
    private final Admission admission = new Admission(AdmissionLimits.defaults(), () -> 0L);
    private String known = "old";
    private String inFile = "old";
    private boolean fresh = true;

    private final RelayTokenSource token = new RelayTokenSource() {
        @Override
        public Optional<RelayToken> current() {
            return Optional.of(RelayToken.of(known, RelayToken.Source.FILE));
        }

        @Override
        public boolean fresh() {
            return fresh;
        }

        @Override
        public Optional<RelayToken> latest() {
            known = inFile;
            fresh = true;
            return current();
        }
    };

    private final RelayAccess access = TokenAccess.of(TestConfig.defaults(), token, blockingWork::add);
    private final ConnectionState connection = new ConnectionState();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            connection,
            connection.responses(),
            RequestContexts.handler(connection, new RouteTable(List.of())),
            new AdmissionHandler(
                    connection, new AdmissionGate(admission, new ClientAddressSource(TrustedProxies.none()), access)));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private void look() {
        blockingWork.remove().run();
        channel.runPendingTasks();
    }

    private static HttpRequest request(String token) {
        return HttpMessages.request("POST", "/v1/responses", "Authorization", "Bearer " + token);
    }

    @Test
    void admitsByWhatIsKnownWhileThatIsFresh() {
        HttpRequest request = request("old");

        channel.writeInbound(request);

        assertThat(channel.<Object>readInbound()).isSameAs(request);
        assertThat(blockingWork).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic b2xk", "Bearer"})
    void doesNotLookForHeaderWithoutToken(String header) {
        fresh = false;

        assertThat(access.lookAgain(access.check(header))).isEmpty();
        assertThat(blockingWork).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rotated a moment ago, true, new, new, true",
        "known long ago and still in the file, false, old, old, true",
        "known long ago and rotated since, false, old, new, false",
        "wrong, true, wrong, old, false"
    })
    void decidesAfterLook(String name, boolean fresh, String shown, String inFile, boolean admitted) {
        this.fresh = fresh;
        this.inFile = inFile;
        HttpRequest request = request(shown);

        channel.writeInbound(request);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.<Object>readOutbound()).isNull();
        look();

        if (admitted) {
            assertThat(channel.<Object>readInbound()).isSameAs(request);
        } else {
            assertThat(HttpMessages.answer(channel).status()).isEqualTo(401);
        }
        assertThat(blockingWork).isEmpty();
    }

    @Test
    void holdsBodyDuringLook() {
        fresh = false;
        HttpContent body = HttpMessages.end("{}");

        channel.writeInbound(request("old"), body);
        look();

        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
        assertThat(channel.<Object>readInbound()).isSameAs(body);
        assertThat(body.release()).isTrue();
    }

    @Test
    void keepsNoSlotForClientThatGoesDuringLook() {
        fresh = false;
        HttpContent body = HttpMessages.end("{}");
        channel.writeInbound(request("old"), body);

        channel.close();
        look();

        assertThat(body.refCnt()).isZero();
        assertThat(admission.overview().activeRequests()).isZero();
        assertThat(admission.overview().waitingRequests()).isZero();
    }

    @Test
    void countsWrongTokenOfClientThatGoesDuringLook() {
        channel.writeInbound(request("wrong"));

        channel.close();
        look();

        assertThat(admission.overview().trackedClients()).isEqualTo(1);
    }

    @Test
    void asksForNothingWithoutRequiredToken() {
        RelayAccess open = TokenAccess.of(
                TestConfig.defaults().with(ConfigKeys.REQUIRE_BEARER_AUTH, false), token, blockingWork::add);
        fresh = false;

        assertThat(open.check(null)).isEqualTo(ALLOWED);
        assertThat(open.lookAgain(ALLOWED)).isEmpty();
    }
}
