package dev.airelay.backend.call;

import static dev.airelay.backend.call.RecordingSink.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.session.AuthFailure;
import dev.airelay.auth.session.CredentialSource;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.Sse;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests of an account belong: looked up, kept, and looked up again, over real sockets. */
class WorkspaceWireTest {

    private static final String CHECK = "/backend-api/wham/accounts/check";
    private static final String RESPONSES = "/backend-api/codex/responses";
    private static final String OVERRIDE = "X-OpenAI-Account-Routing-Override";

    private final MockWebServer upstream = new MockWebServer();
    private final MockWebServer other = new MockWebServer();
    /** The responses to look-ups, in order; the last one is repeated. */
    private final Deque<MockResponse> looks = new ConcurrentLinkedDeque<>();
    /** The responses to requests before they succeed. */
    private final Deque<MockResponse> refusals = new ConcurrentLinkedDeque<>();

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private volatile Credentials login = new Credentials("the-access-token", "me");
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        upstream.setDispatcher(new Backend());
        other.setDispatcher(new Backend());
        upstream.start(InetAddress.getByName("127.0.0.1"), 0);
        other.start(InetAddress.getByName("127.0.0.1"), 0);
        rig = Rig.discovering(
                Rig.options("http", "127.0.0.1", upstream.getPort()),
                new Session(),
                new WorkspaceDiscovery(Set.of(), new CallObserver() {}),
                () -> now);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        rig.close();
        upstream.close();
        other.close();
    }

    private final class Session implements CredentialSource {
        @Override
        public CompletionStage<Credentials> current() {
            return CompletableFuture.completedStage(login);
        }

        @Override
        public CompletionStage<Credentials> afterRejection(Credentials rejected) {
            return CompletableFuture.failedStage(AuthFailure.REJECTED.exception());
        }
    }

    private final class Backend extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (request.getTarget().equals(CHECK)) {
                assertThat(gate.await(10, SECONDS))
                        .as("the look-up may be answered")
                        .isTrue();
                MockResponse next = looks.size() > 1 ? looks.poll() : looks.peek();
                return next == null ? new MockResponse.Builder().code(404).build() : next;
            }
            MockResponse refusal = refusals.poll();
            return refusal == null
                    ? new MockResponse.Builder()
                            .setHeader("content-type", "text/event-stream")
                            .body(Sse.stream(Sse.CREATED, Sse.COMPLETED))
                            .build()
                    : refusal;
        }
    }

    private void look(int status, String body) {
        looks.add(new MockResponse.Builder()
                .code(status)
                .setHeader("content-type", "application/json")
                .body(body)
                .build());
    }

    private void account(String origin, String override) {
        look(
                200,
                "{\"accounts\":[{\"id\":\"me\",\"workspace_backend_origin\":\"" + origin
                        + "\",\"account_routing_override\":\"" + override + "\"}]}");
    }

    private void refuse(int status, String body) {
        refusals.add(new MockResponse.Builder()
                .code(status)
                .setHeader("content-type", "application/json")
                .body(body)
                .build());
    }

    private void succeed() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        assertThat(sink.toTheEnd()).as(() -> "failure " + sink.failure).endsWith(COMPLETE);
    }

    private UpstreamFailure fail() throws Exception {
        RecordingSink sink = new RecordingSink();
        rig.open(sink);
        return sink.awaitFailure();
    }

    /** Returns what has come since the last look, as the path and the mark. */
    private static List<String> seen(MockWebServer server) throws Exception {
        List<String> seen = new ArrayList<>();
        for (RecordedRequest request = server.takeRequest(0, SECONDS);
                request != null;
                request = server.takeRequest(0, SECONDS)) {
            String mark = request.getHeaders().get(OVERRIDE);
            seen.add(request.getTarget() + (mark == null ? "" : " " + mark));
        }
        return seen;
    }

    /** Sends requests until one has this mark, because what is looked up in the background comes at some time. */
    private String markOnceNewsHaveCome(String wanted) throws Exception {
        long end = System.nanoTime() + SECONDS.toNanos(10);
        String mark = "";
        while (!mark.equals(wanted) && System.nanoTime() < end) {
            succeed();
            for (RecordedRequest next = upstream.takeRequest(0, SECONDS);
                    next != null;
                    next = upstream.takeRequest(0, SECONDS)) {
                String seen = next.getHeaders().get(OVERRIDE);
                mark = seen == null ? mark : seen;
            }
        }
        return mark;
    }

    private static String tokenOfRegion(String region) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"https://api.openai.com/auth\":{\"chatgpt_compute_residency\":\"" + region + "\"}}";
        return "e30." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".x";
    }

    @Test
    void accountIsLookedUpOnceAndEveryRequestIsMarked() throws Exception {
        account("NO_CONSTRAINT", "us_cr");

        succeed();
        succeed();
        Rig.get(rig.client.models(rig.loop).handle((models, failure) -> ""));

        assertThat(seen(upstream))
                .containsExactly(
                        CHECK,
                        RESPONSES + " us_cr",
                        RESPONSES + " us_cr",
                        "/backend-api/codex/models?client_version=0.171.0 us_cr");
    }

    @Test
    void lookUpIsSignedLikeEveryRequest() throws Exception {
        succeed();

        RecordedRequest look = upstream.takeRequest(5, SECONDS);
        assertThat(look.getTarget()).isEqualTo(CHECK);
        assertThat(look.getHeaders().get("authorization")).isEqualTo("Bearer the-access-token");
        assertThat(look.getHeaders().get("chatgpt-account-id")).isEqualTo("me");
        assertThat(look.getHeaders().get("version")).isEqualTo("0.171.0");
    }

    @Test
    void requestsThatComeTogetherShareOneLookUp() throws Exception {
        account("NO_CONSTRAINT", "us");
        gate = new CountDownLatch(1);
        List<RecordingSink> sinks = List.of(new RecordingSink(), new RecordingSink(), new RecordingSink());
        for (RecordingSink sink : sinks) {
            rig.open(sink);
        }

        gate.countDown();

        for (RecordingSink sink : sinks) {
            assertThat(sink.toTheEnd()).endsWith(COMPLETE);
        }
        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES + " us", RESPONSES + " us", RESPONSES + " us");
    }

    @Test
    void originTakesThePlaceOfTheHost() throws Exception {
        account("http://127.0.0.1:" + other.getPort(), "us");

        succeed();
        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK);
        assertThat(seen(other)).containsExactly(RESPONSES + " us", RESPONSES + " us");
    }

    @Test
    void tokenDoesNotGoToAHostThatIsNotAllowed() throws Exception {
        account("https://evil.example", "NO_CONSTRAINT");

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.error().code()).isEqualTo(WorkspaceRouting.ORIGIN_REFUSED);
        assertThat(seen(upstream)).containsExactly(CHECK);
    }

    @Test
    void refusalIsLookedUpAgainAfterAPause() throws Exception {
        account("NO_CONSTRAINT", "eu");
        account("NO_CONSTRAINT", "us");

        assertThat(fail().error().code()).isEqualTo(WorkspaceRouting.UNSUPPORTED);
        assertThat(fail().error().code()).isEqualTo(WorkspaceRouting.UNSUPPORTED);
        assertThat(seen(upstream)).containsExactly(CHECK);
        now = now.plusSeconds(5);
        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES + " us");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500})
    void constraintThatCannotBeMetDoesNotEndWithAnOutage(int status) throws Exception {
        account("https://evil.example", "NO_CONSTRAINT");
        assertThat(fail().error().code()).isEqualTo(WorkspaceRouting.ORIGIN_REFUSED);

        look(status, "{}");
        now = now.plusSeconds(5);

        assertThat(fail().error().code()).isEqualTo(WorkspaceRouting.ORIGIN_REFUSED);
        assertThat(seen(upstream)).as("nothing but look-ups").containsOnly(CHECK);
    }

    @Test
    void backendWithoutTheRouteKnowsNoConstraints() throws Exception {
        succeed();
        now = now.plusSeconds(3600);
        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES, RESPONSES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | {}
            503 | <html><body>Unavailable</body></html>
            403 | <html><body>Just a moment...</body></html>
            401 | {}
            429 | {}
            200 | {"accounts":7}
            200 | [
            204 | ''
            """)
    void outageOfTheRouteDoesNotLockOutAnAccount(int status, String body) throws Exception {
        look(status, body);

        succeed();
        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES, RESPONSES);
    }

    @Test
    void connectionThatIsLostIsAnOutage() throws Exception {
        looks.add(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());

        succeed();

        assertThat(seen(upstream)).contains(CHECK, RESPONSES);
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        looks.add(new MockResponse.Builder()
                .code(302)
                .setHeader("location", "http://127.0.0.1:" + other.getPort() + CHECK)
                .build());

        succeed();

        assertThat(other.getRequestCount()).isZero();
        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES);
    }

    @Test
    void outageIsOverForARequestAfterThePause() throws Exception {
        look(500, "{}");
        account("NO_CONSTRAINT", "us");
        succeed();
        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES);

        now = now.plusSeconds(30);
        gate = new CountDownLatch(1);
        // Does not wait for the look-up that it causes.
        succeed();
        gate.countDown();

        assertThat(markOnceNewsHaveCome("us")).isEqualTo("us");
    }

    @Test
    void workspaceWhoseTokenNamesARegionIsNotUsedDuringAnOutage() throws Exception {
        login = new Credentials(tokenOfRegion("us"), "me");
        look(500, "{}");

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().code()).isEqualTo(UpstreamFailure.ROUTING_UNAVAILABLE);
        assertThat(failure.retryAfter()).isPresent();
        assertThat(failure.error().message()).contains("bound to a region", "airelay doctor");
        assertThat(seen(upstream)).containsExactly(CHECK);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500})
    void whatWasKnownStaysInForceDuringAnOutage(int status) throws Exception {
        account("NO_CONSTRAINT", "us");
        look(status, "{}");
        succeed();
        login = new Credentials("the-renewed-token", "me");

        succeed();
        now = now.plusSeconds(30);
        succeed();

        assertThat(seen(upstream))
                .filteredOn(request -> request.startsWith(RESPONSES))
                .containsExactly(RESPONSES + " us", RESPONSES + " us", RESPONSES + " us");
    }

    @Test
    void renewedSessionIsLookedUpInTheBackground() throws Exception {
        account("NO_CONSTRAINT", "us");
        account("NO_CONSTRAINT", "us_cr");
        succeed();
        login = new Credentials("the-renewed-token", "me");
        gate = new CountDownLatch(1);

        succeed();
        gate.countDown();

        assertThat(markOnceNewsHaveCome("us_cr")).isEqualTo("us_cr");
    }

    @Test
    void renewedSessionMayEndARefusal() throws Exception {
        account("NO_CONSTRAINT", "eu");
        account("NO_CONSTRAINT", "us");
        assertThat(fail().status()).isEqualTo(403);
        login = new Credentials("the-renewed-token", "me");

        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, CHECK, RESPONSES + " us");
    }

    @Test
    void clockThatIsSetBackEndsThePause() throws Exception {
        account("NO_CONSTRAINT", "eu");
        account("NO_CONSTRAINT", "us");
        assertThat(fail().status()).isEqualTo(403);
        now = now.minusSeconds(3600);

        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, CHECK, RESPONSES + " us");
    }

    @Test
    void otherAccountIsLookedUpByItself() throws Exception {
        account("NO_CONSTRAINT", "us");
        look(200, "{\"accounts\":[{\"id\":\"you\"}]}");
        succeed();
        login = new Credentials("another-token", "you");

        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES + " us", CHECK, RESPONSES);
    }

    @Test
    void requestThatCouldNotBeRoutedIsSentOnceMoreWithNews() throws Exception {
        account("NO_CONSTRAINT", "NO_CONSTRAINT");
        account("NO_CONSTRAINT", "us");
        succeed();
        now = now.plusSeconds(60);
        refuse(432, "{\"detail\":\"Workspace routing is unavailable\"}");

        succeed();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES, RESPONSES, CHECK, RESPONSES + " us");
    }

    @ParameterizedTest
    @CsvSource({"IMAGE_EDITS, /backend-api/codex/images/edits", "TRANSCRIPTION, /backend-api/transcribe"})
    void imagesAndAudioAreRoutedLikeGenerations(BackendRoute route, String path) throws Exception {
        account("NO_CONSTRAINT", "us");
        account("NO_CONSTRAINT", "us_cr");
        succeed();
        now = now.plusSeconds(60);
        refuse(432, "{\"detail\":\"Workspace routing is unavailable\"}");
        refuse(200, "{\"data\":[]}");

        assertThat(Rig.get(rig.post(route)).has("data")).isTrue();

        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES + " us", path + " us", CHECK, path + " us_cr");
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE_GENERATIONS", "TRANSCRIPTION"})
    void imagesAndAudioAreMarkedLikeGenerations(BackendRoute route) throws Exception {
        account("NO_CONSTRAINT", "us");
        login = new Credentials(tokenOfRegion("eu"), "me");
        refuse(200, "{\"data\":[]}");

        assertThat(Rig.get(rig.post(route)).has("data")).isTrue();

        assertThat(upstream.takeRequest(5, SECONDS).getTarget()).isEqualTo(CHECK);
        Headers headers = upstream.takeRequest(5, SECONDS).getHeaders();
        assertThat(headers.get(OVERRIDE)).isEqualTo("us");
        assertThat(headers.get("x-openai-internal-codex-residency")).isEqualTo("eu");
    }

    @Test
    void requestThatCannotBeRoutedSaysWhatToDo() throws Exception {
        refuse(432, "{\"detail\":\"Workspace routing is unavailable\"}");

        UpstreamFailure failure = fail();

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().code()).isEqualTo(UpstreamFailure.ROUTING_UNAVAILABLE);
        assertThat(failure.error().message())
                .startsWith("Workspace routing is unavailable.")
                .contains("airelay doctor");
        // It was looked up just before, so there is no news to try with.
        assertThat(seen(upstream)).containsExactly(CHECK, RESPONSES);
    }

    @Test
    void regionOfTheTokenIsNamed() throws Exception {
        login = new Credentials(tokenOfRegion("us"), "me");
        account("NO_CONSTRAINT", "NO_CONSTRAINT");

        succeed();

        upstream.takeRequest(5, SECONDS);
        assertThat(upstream.takeRequest(5, SECONDS).getHeaders().get("x-openai-internal-codex-residency"))
                .isEqualTo("us");
    }

    @Test
    void unauthorizedRegionIsNotALostLogin() throws Exception {
        NeverRejected session = new NeverRejected();
        rig.close();
        rig = Rig.of(Rig.options("http", "127.0.0.1", upstream.getPort()), session);
        String body = "{\"error\":{\"message\":\"Workspace is not authorized in this region\"}}";
        for (int request = 0; request < 3; request++) {
            refuse(401, body);

            UpstreamFailure failure = fail();

            assertThat(failure.status()).isEqualTo(403);
            assertThat(failure.error().code()).isEqualTo("workspace_region_not_authorized");
            assertThat(failure.error().message()).contains("not authorized in this region", "airelay doctor");
        }
    }

    private static final class NeverRejected implements CredentialSource {
        @Override
        public CompletionStage<Credentials> current() {
            return CompletableFuture.completedStage(new Credentials("first", "me"));
        }

        @Override
        public CompletionStage<Credentials> afterRejection(Credentials rejected) {
            throw new AssertionError("the token is good, and must not be renewed");
        }
    }
}
