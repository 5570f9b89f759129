package dev.airelay.backend.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.auth.session.AuthException;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.RawUpstream;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that never get as far as a request. */
class UnreachableWireTest {

    private static BackendOptions nobodyListens() throws IOException {
        try (RawUpstream gone = new RawUpstream()) {
            return gone.options();
        }
    }

    @Test
    void refusedConnectionNamesThePlaceAndTheCause() throws Exception {
        BackendOptions options = nobodyListens();
        try (Rig rig = Rig.of(options)) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            UpstreamFailure failure = sink.awaitFailure();
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.error().code()).isEqualTo("upstream_unreachable");
            assertThat(failure.error().message())
                    .contains("127.0.0.1:" + options.baseUrl().getPort())
                    .contains("refused");
        }
    }

    /** The name is too long to be one, so that no name server is asked. */
    @Test
    void unknownHostNamesThePlaceAndTheCause() throws Exception {
        String host = "x".repeat(70) + ".invalid";
        BackendOptions options = BackendOptions.defaults(URI.create("http://" + host + ":81/codex"));
        try (Rig rig = Rig.of(options)) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            UpstreamFailure failure = sink.awaitFailure();
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.error().message()).contains(host + ":81").contains("could not be resolved");
        }
    }

    @Test
    void missingLoginIsAnsweredWithItsOwnCode() throws Exception {
        AuthException none = AuthFailure.MISSING.exception();
        try (Rig rig = Rig.of(nobodyListens(), () -> CompletableFuture.failedStage(none))) {
            RecordingSink sink = new RecordingSink();
            rig.open(sink);

            UpstreamFailure failure = sink.awaitFailure();
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.error().type()).isEqualTo("upstream_auth_error");
            assertThat(failure.error().message()).contains("airelay login");
        }
    }

    @Test
    void loginThatFailsOnAnotherThreadIsReportedOnTheLoop() throws Exception {
        AuthException none = AuthFailure.MISSING.exception();
        try (Rig rig = Rig.of(
                nobodyListens(),
                () -> CompletableFuture.runAsync(() -> {}).thenApply(done -> {
                    throw none;
                }))) {
            CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
            RecordingSink sink = new RecordingSink() {
                @Override
                public void onFailure(UpstreamException reported) {
                    onLoop.complete(rig.loop.inEventLoop());
                    super.onFailure(reported);
                }
            };
            rig.open(sink);

            assertThat(sink.awaitFailure().error().type()).isEqualTo("upstream_auth_error");
            assertThat(onLoop).isCompletedWithValue(true);
        }
    }

    @Test
    void callFromAnotherThreadIsRefused() throws Exception {
        try (Rig rig = Rig.of(nobodyListens())) {
            RecordingSink sink = new RecordingSink();

            assertThatThrownBy(() -> rig.start(Rig.request("c"), sink))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("event loop");
        }
    }
}
