package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.FAILURE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.connect.Sse;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A 401 of the upstream, on each path: once more with other credentials, and no further. */
class RejectedLoginWireTest {

    private static final Credentials RENEWED = new Credentials("the-renewed-token", "acct-1");
    private static final String SECRET = "a text with the-access-token";

    private final MockWebServer upstream = new MockWebServer();
    private final List<Credentials> rejected = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private enum Path {
        RESPONSES,
        MODELS,
        USAGE,
        IMAGE,
        TRANSCRIPTION
    }

    /** Asks on a path; returns the failure if it was one. */
    private static Optional<UpstreamFailure> ask(Rig rig, Path path) throws Exception {
        return switch (path) {
            case RESPONSES -> {
                RecordingSink sink = new RecordingSink();
                rig.open(sink);
                List<String> signals = sink.toTheEnd();
                UpstreamException failure = sink.failure;
                yield signals.contains(FAILURE) && failure != null ? Optional.of(failure.failure()) : Optional.empty();
            }
            case MODELS -> failureOf(rig.client.models(rig.loop));
            case USAGE -> failureOf(rig.client.usage(rig.loop));
            case IMAGE -> failureOf(rig.post(BackendRoute.IMAGE_GENERATIONS));
            case TRANSCRIPTION -> failureOf(rig.post(BackendRoute.TRANSCRIPTION));
        };
    }

    private static Optional<UpstreamFailure> failureOf(CompletionStage<?> stage) throws Exception {
        return Rig.get(stage.handle((value, failure) -> failure)) instanceof UpstreamException known
                ? Optional.of(known.failure())
                : Optional.empty();
    }

    private static MockResponse good(Path path) {
        String body = switch (path) {
            case RESPONSES -> Sse.stream(Sse.CREATED, Sse.DELTA, Sse.COMPLETED);
            case MODELS -> "{\"models\":[]}";
            case USAGE -> "{\"plan_type\":\"plus\"}";
            case IMAGE -> "{\"data\":[]}";
            case TRANSCRIPTION -> "{\"text\":\"hi\"}";
        };
        return new MockResponse.Builder()
                .setHeader("content-type", path == Path.RESPONSES ? "text/event-stream" : "application/json")
                .body(body)
                .build();
    }

    private static MockResponse unauthorised() {
        return new MockResponse.Builder()
                .code(401)
                .body("{\"detail\":\"Unauthorized\"}")
                .build();
    }

    private Rig rig(Supplier<CompletionStage<Credentials>> afterRejection) {
        return Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()), new CredentialSource() {
            @Override
            public CompletionStage<Credentials> current() {
                return CompletableFuture.completedStage(Rig.CREDENTIALS);
            }

            @Override
            public CompletionStage<Credentials> afterRejection(Credentials refused) {
                rejected.add(refused);
                return afterRejection.get();
            }
        });
    }

    private String bearer() throws Exception {
        RecordedRequest seen = upstream.takeRequest(5, SECONDS);
        return seen == null ? "none" : String.valueOf(seen.getHeaders().get("authorization"));
    }

    @ParameterizedTest
    @EnumSource
    void otherCredentialsAreTriedOnce(Path path) throws Exception {
        upstream.enqueue(unauthorised());
        upstream.enqueue(good(path));
        try (Rig rig = rig(() -> CompletableFuture.supplyAsync(() -> RENEWED))) {
            assertThat(ask(rig, path)).isEmpty();
        }

        assertThat(rejected).containsExactly(Rig.CREDENTIALS);
        assertThat(bearer()).isEqualTo("Bearer the-access-token");
        assertThat(bearer()).isEqualTo("Bearer the-renewed-token");
    }

    @Test
    void requestIsSentWholeTheSecondTime() throws Exception {
        upstream.enqueue(unauthorised());
        upstream.enqueue(good(Path.RESPONSES));
        try (Rig rig = rig(() -> CompletableFuture.completedStage(RENEWED))) {
            assertThat(ask(rig, Path.RESPONSES)).isEmpty();
        }

        RecordedRequest first = upstream.takeRequest(5, SECONDS);
        RecordedRequest second = upstream.takeRequest(5, SECONDS);
        assertThat(second.getBody()).isNotNull().isEqualTo(first.getBody());
        assertThat(second.getHeaders().get("session-id"))
                .isEqualTo(first.getHeaders().get("session-id"));
    }

    @ParameterizedTest
    @EnumSource
    void secondRefusalIsNotTheClientsFault(Path path) throws Exception {
        upstream.enqueue(unauthorised());
        upstream.enqueue(unauthorised());
        try (Rig rig = rig(() -> CompletableFuture.completedStage(RENEWED))) {
            assertThat(ask(rig, path)).hasValueSatisfying(failure -> {
                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.error().type()).isEqualTo("upstream_auth_error");
                assertThat(failure.error().code()).isEqualTo("upstream_auth_rejected");
            });
        }

        assertThat(rejected).hasSize(1);
        assertThat(upstream.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void loginThatCannotBeRenewedIsReportedWithItsOwnCode(Path path) throws Exception {
        upstream.enqueue(unauthorised());
        try (Rig rig = rig(() -> CompletableFuture.failedStage(AuthFailure.REFRESH_FAILED.exception()))) {
            assertThat(ask(rig, path)).hasValueSatisfying(failure -> {
                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.error().code()).isEqualTo("upstream_auth_refresh_failed");
            });
        }

        assertThat(upstream.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"REFRESH_FAILED, PT5S", "MISSING,", "REJECTED,"})
    void onlyWhatMayPassNamesATime(AuthFailure why, Duration after) throws Exception {
        upstream.enqueue(unauthorised());
        try (Rig rig = rig(() -> CompletableFuture.failedStage(why.exception()))) {
            assertThat(ask(rig, Path.RESPONSES))
                    .hasValueSatisfying(
                            failure -> assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(after)));
        }
    }

    @Test
    void otherRefusalsAskForNoOtherCredentials() throws Exception {
        upstream.enqueue(new MockResponse.Builder().code(403).body("{}").build());
        try (Rig rig = rig(() -> CompletableFuture.completedStage(RENEWED))) {
            assertThat(ask(rig, Path.RESPONSES)).isPresent();
        }

        assertThat(rejected).isEmpty();
    }

    static Stream<CredentialSource> brokenSources() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException(SECRET);
                },
                () -> CompletableFuture.failedStage(new IllegalStateException(SECRET)),
                () -> CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException(SECRET);
                }),
                () -> CompletableFuture.completedStage(null));
    }

    @ParameterizedTest
    @MethodSource("brokenSources")
    void sourceThatBreaksItsPromiseIsAFailureOfTheLogin(CredentialSource broken) throws Exception {
        try (Rig rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()), broken)) {
            for (Path path : Path.values()) {
                assertThat(ask(rig, path)).hasValueSatisfying(failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.error().code()).isEqualTo("credentials_unavailable");
                    assertThat(failure.error().message()).doesNotContain("token");
                });
            }
        }
    }

    @Test
    void callThatIsCancelledWhileTheLoginIsRenewedStaysSilent() throws Exception {
        upstream.enqueue(unauthorised());
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Credentials> renewed = new CompletableFuture<>();
        try (Rig rig = rig(() -> {
            asked.complete(true);
            return renewed;
        })) {
            RecordingSink sink = new RecordingSink();
            CallHandle call = rig.open(sink);
            asked.get(10, SECONDS);
            rig.onLoop(call::cancel);
            renewed.complete(RENEWED);
            rig.onLoop(() -> {});

            assertThat(sink.unread()).isEmpty();
        }

        assertThat(upstream.getRequestCount()).isEqualTo(1);
    }
}
