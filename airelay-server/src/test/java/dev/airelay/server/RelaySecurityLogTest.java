package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigLoader;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.emulator.Emulator;
import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.record.SecurityRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Security events in the traffic log of a whole relay, and that no secret is in it. */
class RelaySecurityLogTest {

    @TempDir
    Path dataDir;

    private RunningRelay start(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return RunningRelay.start(dataDir, all);
    }

    @Test
    void everyRefusalAtTheDoorIsASecurityRecord() {
        try (RunningRelay relay =
                start("security.failed_auth_max_attempts", "2", "security.allowed_hosts", "relay.lan")) {
            for (int i = 0; i < 3; i++) {
                relay.send("GET", "/v1/models", "", "authorization", "Bearer wrong-token-of-a-client");
            }
            relay.send("GET", "/v1/models", "", "origin", "https://evil.example");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            List<JsonNode> wrong = log.phase("endpoint_auth_failed");
            assertThat(wrong)
                    .extracting(record -> record.path("blocked").booleanValue())
                    .containsExactly(false, true);
            assertThat(wrong.get(1).path("block_seconds").intValue()).isEqualTo(900);
            assertThat(wrong.get(0).path("token_fingerprint").stringValue()).matches("[0-9a-f]{12}");
            assertThat(log.phase("endpoint_rejected"))
                    .extracting(record -> record.path("reason").stringValue() + " "
                            + record.path("status_code").intValue())
                    .containsExactly("auth_block_active 429", "foreign_origin 403");
            assertThat(log.raw()).doesNotContain("wrong-token-of-a-client");
        }
    }

    @Test
    void limitIsASecurityRecordToo() {
        try (RunningRelay relay = start("security.rate_limit_burst", "1", "security.rate_limit_per_minute", "1")) {
            relay.get("/v1/models");
            assertThat(relay.get("/v1/models").status()).isEqualTo(429);

            JsonNode refused = LoggedTraffic.of(relay, dataDir).only("endpoint_rejected");

            assertThat(refused.path("reason").stringValue()).isEqualTo("request_rate_limit");
            assertThat(refused.path("retry_after_seconds").intValue()).isBetween(1, 60);
        }
    }

    @Test
    void startAndStopAreLogged() {
        try (RunningRelay relay = start()) {
            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.only("endpoint_security_ready")
                            .path("bearer_token_present")
                            .booleanValue())
                    .isTrue();
            assertThat(log.events()).containsExactly("relay_started", "relay_stopped");
        }
    }

    @Test
    void relayWithoutATokenIsWarnedOf() {
        try (RunningRelay relay = start("security.require_bearer_auth", "false")) {
            assertThat(LoggedTraffic.of(relay, dataDir).events())
                    .containsExactly("relay_started", "token_warning", "relay_stopped");
        }
    }

    @Test
    void noSecretIsInTheFilesInAnyPosition() {
        String jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.c2lnbmF0dXJl";
        List<String> secrets = List.of(
                RunningRelay.TOKEN,
                Emulator.accessToken(),
                jwt,
                "sk-proj-0123456789abcdef",
                "wrong-token-of-a-client",
                "cookie-of-a-client",
                "key-in-a-header",
                "code-in-a-query",
                "iVBORw0KGgoAAAANSUhEUgAA");
        String text = "My key is sk-proj-0123456789abcdef, my token Bearer " + RunningRelay.TOKEN + ", my JWT " + jwt
                + ", my relay " + RunningRelay.TOKEN + ".";
        String image = "{\"type\": \"input_image\", \"image_url\": \"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA\"}";
        try (RunningRelay relay = start("traffic.bodies", "full")) {
            for (Generation generation : Generation.values()) {
                generation.ask(relay, text);
            }
            relay.responses("""
                    {"model": "gpt-5.5", "input": [{"role": "user", "content": [%s]}]}""".formatted(image));
            relay.send("GET", "/v1/models", "", "authorization", "Bearer wrong-token-of-a-client");
            relay.send("GET", "/v1/models?code=code-in-a-query", "", "cookie", "a=cookie-of-a-client");
            relay.send("GET", "/v1/models", "", "x-api-key", "key-in-a-header");

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phase("outbound_stream_chunk")).isNotEmpty();
            assertThat(log.phase("upstream_stream_line")).isNotEmpty();
            assertThat(log.raw()).contains("My key is [REDACTED]", "[DATA image/png 18 bytes sha256:");
            assertThat(secrets).allSatisfy(secret -> assertThat(log.raw()).doesNotContain(secret));
        }
    }

    @Test
    void relayTokenIsRedactedHoweverItIsEncoded() {
        StringBuilder percent = new StringBuilder();
        StringBuilder unicode = new StringBuilder();
        for (char c : RunningRelay.TOKEN.toCharArray()) {
            percent.append(String.format("%%%02X", (int) c));
            unicode.append(String.format("\\u%04x", (int) c));
        }
        String base64 = Base64.getUrlEncoder().encodeToString(("x:" + RunningRelay.TOKEN).getBytes(UTF_8));
        String once = RunningRelay.TOKEN.replace("r", "%72");
        String twice = once.replace("%", "%25");
        List<String> written = List.of(percent.toString(), once, twice, base64);
        try (RunningRelay relay = start("traffic.bodies", "full")) {
            for (String form : written) {
                relay.get("/v1/models/" + form);
                relay.get("/v1/models?after=" + form);
                relay.get("/" + form);
                relay.send("GET", "/v1/models", "", "x-note", form);
                Generation.CHAT.ask(relay, form);
                relay.post("/v1/responses", form);
            }
            Generation.CHAT.ask(relay, unicode.toString());
            relay.post("/v1/responses", "{" + unicode);

            LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

            assertThat(log.phase("inbound_request")).hasSize(6 * written.size() + 2);
            assertThat(log.raw()).contains("/v1/models/[REDACTED]").doesNotContain(RunningRelay.TOKEN);
            assertThat(written).allSatisfy(form -> assertThat(log.raw()).doesNotContain(form));
            assertThat(log.raw()).doesNotContain(unicode, unicode.toString().replace("\\", "\\\\"));
        }
    }

    @Test
    void rotationIsLoggedAndBothValuesAreRedacted() throws IOException {
        RelayConfig config =
                ConfigLoader.load(ConfigSources.of(Map.of(), Map.of(), dataDir)).config();
        RelayToken old = RelayToken.of("old-relay-token", RelayToken.Source.FILE);
        RelayToken replaced = RelayToken.of("new-relay-token", RelayToken.Source.FILE);
        AtomicReference<RelayToken> inFile = new AtomicReference<>(old);
        List<String> lines = new ArrayList<>();
        try (RelayTraffic traffic = RelayTraffic.open(config, InstantSource.system(), List.of())) {
            RelayTokenSource watched = traffic.watching(following(inFile));
            assertThat(watched.current()).hasValue(old);
            inFile.set(replaced);
            assertThat(watched.current()).hasValue(replaced);
            traffic.log()
                    .record(new SecurityRecord.Event("req_1", "test", "old-relay-token and new-relay-token are known"));
        }

        new LogReader(config.get(ConfigKeys.LOGS_DIR)).read(Instant.EPOCH, entry -> lines.add(entry.json()));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("relay_token_rotated", replaced.fingerprint());
        assertThat(lines.get(1)).contains("[REDACTED] and [REDACTED] are known");
    }

    private static RelayTokenSource following(AtomicReference<RelayToken> token) {
        return new RelayTokenSource() {
            @Override
            public Optional<RelayToken> current() {
                return Optional.of(token.get());
            }

            @Override
            public boolean fresh() {
                return true;
            }

            @Override
            public Optional<RelayToken> latest() {
                return current();
            }
        };
    }
}
