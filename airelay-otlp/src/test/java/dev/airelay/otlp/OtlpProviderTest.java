package dev.airelay.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airelay.traffic.record.ClientRecord;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.Measures;
import dev.airelay.traffic.record.Outcome;
import dev.airelay.traffic.record.RecordObserver;
import dev.airelay.traffic.record.RequestLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpProviderTest {

    /** On the module path by its descriptor, on the class path by the file. */
    @Test
    void serviceLoaderFindsIt() throws IOException {
        String name = OtlpProvider.class.getName();
        assertThat(OtlpProvider.class.getModule().getDescriptor().provides())
                .anySatisfy(service -> assertThat(service.providers()).contains(name));
        String file = "/META-INF/services/" + RecordObserver.Provider.class.getName();
        try (InputStream services = OtlpProvider.class.getResourceAsStream(file)) {
            assertThat(services).asString(StandardCharsets.UTF_8).isEqualToIgnoringNewLines(name);
        }
    }

    @Test
    void spansReachACollectorBeforeTheEnd() throws Exception {
        try (MockWebServer collector = new MockWebServer()) {
            collector.enqueue(new MockResponse.Builder().code(200).build());
            collector.start();
            RecordObserver observer = OtlpProvider.open(Map.of(
                    "otel.exporter.otlp.endpoint",
                    "http://127.0.0.1:" + collector.getPort(),
                    "otel.exporter.otlp.compression",
                    "none"));
            observer.observe(
                    Instant.now(),
                    new ClientRecord.Outbound(
                            "req_42",
                            new RequestLine("GET", "/v1/models", "/v1/models", "127.0.0.1", null),
                            200,
                            true,
                            new LoggedBody.Omitted(0),
                            Outcome.PLAIN,
                            new Measures(Duration.ofMillis(3), null, null, 0, 0)));

            observer.close();

            assertThat(collector.getRequestCount()).isEqualTo(1);
            RecordedRequest export = collector.takeRequest();
            assertThat(export.getTarget()).isEqualTo("/v1/traces");
            assertThat(export.getHeaders().get("content-type")).isEqualTo("application/x-protobuf");
            assertThat(export.getBody().utf8()).contains("airelay", "GET /v1/models", "req_42");
        }
    }

    @Test
    void settingThatCannotBeUsedIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtlpProvider.open(Map.of("otel.exporter.otlp.endpoint", "nowhere")))
                .withMessageContaining("nowhere");
    }
}
