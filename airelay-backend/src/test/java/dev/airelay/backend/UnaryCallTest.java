package dev.airelay.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

class UnaryCallTest {

    @Test
    void readerThatThrowsFailsTheCallAsOurOwnMistake() throws Exception {
        MockWebServer upstream = new MockWebServer();
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        upstream.enqueue(new MockResponse.Builder().body("{}").build());
        BackendOptions options = Rig.options("http", "127.0.0.1", upstream.getPort());
        try (upstream;
                Rig rig = Rig.of(options)) {
            UnaryCall<String> call = new UnaryCall<>(
                    rig.loop,
                    wiring(options),
                    new ConnectionPool(rig.loop, 0, Duration.ofSeconds(1)),
                    OutgoingRequest.get("/anything"),
                    new UnaryCall.Limits(Duration.ofSeconds(10), 100, bytes -> true),
                    answer -> {
                        throw new IllegalStateException("the reader's own mistake");
                    });
            rig.onLoop(call::start);

            UpstreamFailure failure = Rig.failureOf(call.result()).failure();
            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.error().code()).isEqualTo("internal_error");
        }
    }

    private static ClientContext wiring(BackendOptions options) {
        Endpoint endpoint = Endpoint.of(options.baseUrl());
        CloudflareCookies cookies = new CloudflareCookies(endpoint, InstantSource.system());
        return new ClientContext(
                options,
                endpoint,
                () -> CompletableFuture.completedStage(Rig.CREDENTIALS),
                new RequestHeads(endpoint, options, cookies),
                cookies,
                new Network(Outbound.direct(), options.connectTimeout(), Runnable::run).connector(endpoint),
                InstantSource.system());
    }
}
