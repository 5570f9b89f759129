package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.security.Admission;
import dev.airelay.security.AdmissionLimits;
import dev.airelay.security.BearerDecision;
import dev.airelay.security.ClientAddressSource;
import dev.airelay.security.HostGuard;
import dev.airelay.security.OriginGuard;
import dev.airelay.security.TrustedProxies;
import dev.airelay.server.edge.ConnectionSettings;
import dev.airelay.server.edge.Drain;
import dev.airelay.server.edge.OpenConnections;
import dev.airelay.server.edge.RelayPipeline;
import dev.airelay.server.form.MultipartParser;
import dev.airelay.server.form.PartHead;
import dev.airelay.server.guard.AdmissionGate;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.Route;
import dev.airelay.server.http.RouteTable;
import dev.airelay.server.trace.RecentRequests;
import dev.airelay.server.trace.RequestTraffic;
import dev.airelay.server.trace.UpstreamAddresses;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.TrafficLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as a client's side of a connection, through all handlers of the real pipeline. */
class HttpEdgeFuzzTest {
    private static final int MAX_BODY_BYTES = 1024;
    private static final AdmissionLimits LIMITS = new AdmissionLimits(
            1_000_000,
            1_000_000,
            1_000,
            new AdmissionLimits.Waiting(1, Duration.ofSeconds(10)),
            new AdmissionLimits.FailedAuth(Duration.ofMinutes(5), 10_000, Duration.ofMinutes(15)),
            16);

    @TempDir
    static Path directory;

    private static TrafficLog log;

    @BeforeAll
    static void startTheLog() {
        log = TrafficLog.start(TrafficOptions.in(directory), new SecretValues(), InstantSource.system());
    }

    @AfterAll
    static void closeTheLog() {
        log.close();
    }

    private final JsonBody bodies = new JsonBody(MAX_BODY_BYTES);
    private final RouteTable routes = new RouteTable(List.of(
            new Route(HttpMethod.GET, "/healthz", Route.BodyKind.NONE, HttpEdgeFuzzTest::empty),
            new Route(HttpMethod.POST, "/v1/echo", Route.BodyKind.JSON, this::echo),
            new Route(HttpMethod.GET, "/v1/things/{id*}", Route.BodyKind.NONE, HttpEdgeFuzzTest::empty),
            new Route(HttpMethod.POST, "/v1/form", Route.BodyKind.STREAMED, HttpEdgeFuzzTest::form)));

    @FuzzTest(maxDuration = "5m")
    void everyAnswerIsHttpWithAnIdAndNoneIsTheRelaysOwnFault(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 300);
        byte[] sent = data.consumeRemainingAsBytes();
        EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());
        EmbeddedChannel relay = new EmbeddedChannel(pipeline());
        try {
            for (int at = 0; at < sent.length && relay.isOpen(); at += piece) {
                relay.writeInbound(Unpooled.copiedBuffer(sent, at, Math.min(piece, sent.length - at)));
                relay.runPendingTasks();
                take(relay, client);
            }
            relay.checkException();
            client.finish();
            take(client);
        } finally {
            relay.finishAndReleaseAll();
            client.finishAndReleaseAll();
        }
    }

    private static void take(EmbeddedChannel relay, EmbeddedChannel client) {
        for (ByteBuf bytes = relay.readOutbound(); bytes != null; bytes = relay.readOutbound()) {
            client.writeInbound(bytes);
        }
        take(client);
    }

    private static void take(EmbeddedChannel client) {
        for (HttpObject message = client.readInbound(); message != null; message = client.readInbound()) {
            try {
                if (message instanceof HttpResponse answer && answer.status().code() != 100) {
                    // 501 is what OpenAI's routes that the backend lacks get.
                    assertThat(answer.status().code()).matches(status -> status < 500 || status == 501);
                    assertThat(answer.headers().get("x-request-id")).isEqualTo("req_1");
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private RelayPipeline pipeline() {
        AdmissionGate door = new AdmissionGate(
                new Admission(LIMITS, () -> 0L),
                new ClientAddressSource(TrustedProxies.none()),
                shown -> "Bearer t".equals(shown)
                        ? new BearerDecision.Allowed()
                        : new BearerDecision.Denied(BearerDecision.Reason.MISSING));
        RequestTraffic traffic = new RequestTraffic(
                log,
                door::client,
                MAX_BODY_BYTES,
                new UpstreamAddresses(URI.create("http://upstream")),
                () -> 0L,
                false,
                new RecentRequests(InstantSource.system()));
        return new RelayPipeline(
                new OpenConnections(1),
                () -> "1",
                traffic,
                routes,
                door,
                new HostGuard(true, List.of(), List.of()),
                new OriginGuard(List.of("https://page.example"), List.of()),
                edge());
    }

    private static ConnectionSettings edge() {
        Map<String, String> flags = Map.of("server.max_body_bytes", String.valueOf(MAX_BODY_BYTES));
        RelayConfig config = ConfigLoader.load(ConfigSources.of(Map.of(), flags, Path.of("nowhere")))
                .config();
        return new ConnectionSettings(config, Optional.empty(), new MemoryBudget(100 * MAX_BODY_BYTES), new Drain());
    }

    private static Exchange empty(RelayRequest request, ChannelHandlerContext ctx) {
        request.query("limit");
        Response.empty(204).writeTo(ctx);
        return Exchange.ANSWERED;
    }

    private Exchange echo(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(200, bodies.read(request.body())).writeTo(ctx);
        return Exchange.ANSWERED;
    }

    private static Exchange form(RelayRequest request, ChannelHandlerContext ctx) {
        return new FormParts(ctx, Optional.ofNullable(request.headers().get("content-type")));
    }

    /** Reads a form and answers with nothing. */
    private static final class FormParts implements Exchange, MultipartParser.Listener {
        private final ChannelHandlerContext ctx;
        private final MultipartParser parser;

        FormParts(ChannelHandlerContext ctx, Optional<String> contentType) {
            this.ctx = ctx;
            parser = MultipartParser.of(contentType, this);
        }

        @Override
        public void onBody(ByteBuf piece) {
            try {
                parser.accept(piece);
            } finally {
                piece.release();
            }
        }

        @Override
        public void onBodyEnd() {
            parser.end();
            Response.empty(204).writeTo(ctx);
        }

        @Override
        public void part(PartHead head) {}

        @Override
        public void content(ByteBuf piece) {
            piece.release();
        }

        @Override
        public void partEnd() {}
    }
}
