package dev.airelay.backend.call;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.backend.connect.UpstreamException;
import java.net.InetAddress;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model catalog and the usage endpoint over real sockets. */
class AccountWireTest {

    private final MockWebServer upstream = new MockWebServer();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        rig = Rig.of(
                Rig.options("http", "127.0.0.1", upstream.getPort()).withIdentity("codex_cli_rs", "0.170.0-alpha.2"));
    }

    @AfterEach
    void stop() {
        rig.close();
        upstream.close();
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .setHeader("content-type", "application/json")
                .body(body);
    }

    @Test
    void catalogIsRequestedWithDigitsOnlyVersion() throws Exception {
        upstream.enqueue(json("{\"models\":[{\"slug\":\"gpt-5.5\"}]}")
                .setHeader("etag", "W/\"7\"")
                .build());

        ModelCatalog catalog = Rig.get(rig.client.models(rig.loop));

        assertThat(catalog.find("gpt-5.5")).isPresent();
        assertThat(catalog.etag()).contains("W/\"7\"");
        RecordedRequest seen = upstream.takeRequest(5, SECONDS);
        assertThat(seen.getRequestLine()).isEqualTo("GET /backend-api/codex/models?client_version=0.170.0 HTTP/1.1");
        assertThat(seen.getHeaders().get("authorization")).isEqualTo("Bearer the-access-token");
        assertThat(seen.getHeaders().get("session-id")).isNull();
    }

    @Test
    void usageLiesBesideTheInferenceBase() throws Exception {
        upstream.enqueue(json("{\"plan_type\":\"plus\",\"rate_limit\":null}").build());

        assertThat(Rig.get(rig.client.usage(rig.loop)).path("plan_type").stringValue())
                .isEqualTo("plus");
        assertThat(upstream.takeRequest(5, SECONDS).getTarget()).isEqualTo("/backend-api/wham/usage");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"models":{}}   | 502
            200 | []              | 502
            200 | {"models":[     | 502
            204 |                 | 502
            401 | {}              | 503
            """)
    void whatIsNotACatalogIsAFailure(int status, String body, int shown) throws Exception {
        upstream.enqueue(json(body == null ? "" : body).code(status).build());

        UpstreamException failure = Rig.failureOf(rig.client.models(rig.loop));

        assertThat(failure.failure().status()).isEqualTo(shown);
    }

    @Test
    void catalogThatIsCutIsAFailure() throws Exception {
        upstream.enqueue(json("{\"models\":[" + " ".repeat(10_000) + "]}")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThat(Rig.failureOf(rig.client.models(rig.loop)).failure().status())
                .isEqualTo(502);
    }

    @Test
    void catalogThatTricklesTimesOutAsAWhole() throws Exception {
        rig.close();
        Duration endless = Duration.ofMinutes(10);
        rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort())
                .withTimeouts(endless, Duration.ofMillis(200), endless));
        upstream.enqueue(json("{\"models\":[" + " ".repeat(10_000) + "]}")
                .throttleBody(1, 50, MILLISECONDS)
                .build());

        assertThat(Rig.failureOf(rig.client.models(rig.loop)).failure().status())
                .isEqualTo(504);
    }
}
