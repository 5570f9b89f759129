package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.api.RecordedRequest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The headers of clients do not reach the upstream: it sees the relay's own, and no others. */
@Relay
class RelayClientHeadersTest {
    private static final String MARK = "from-the-client";
    /** Headers of SDKs, agents, browsers and proxies. */
    private static final List<String> SENT = List.of(
            "cookie",
            "user-agent",
            "originator",
            "version",
            "chatgpt-account-id",
            "openai-organization",
            "openai-project",
            "openai-beta",
            "x-stainless-lang",
            "x-stainless-retry-count",
            "x-api-key",
            "x-forwarded-for",
            "x-client-request-id",
            "x-codex-turn-metadata",
            "traceparent",
            "accept-language",
            "referer");

    private final RunningRelay relay;

    RelayClientHeadersTest(RunningRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @EnumSource
    void noneIsForwardedUpstream(Generation generation) {
        String[] headers =
                SENT.stream().flatMap(name -> List.of(name, MARK).stream()).toArray(String[]::new);

        WireAnswer answer = relay.post(generation.path(), generation.body("hello"), headers);

        assertThat(answer.status()).isEqualTo(200);
        RecordedRequest seen = relay.upstreamRequest();
        assertThat(seen.headers())
                .extracting(header -> header.name().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "accept-encoding",
                        "authorization",
                        "chatgpt-account-id",
                        "originator",
                        "user-agent",
                        "version",
                        "session-id",
                        "thread-id",
                        "x-client-request-id",
                        "accept",
                        "content-type",
                        "content-length");
        assertThat(seen.headers())
                .noneMatch(header -> header.value().contains(MARK))
                .noneMatch(header -> header.value().contains(RunningRelay.TOKEN));
        assertThat(seen.header("chatgpt-account-id")).hasValue(Emulator.accountId());
        assertThat(seen.header("user-agent").orElseThrow())
                .startsWith(seen.header("originator").orElseThrow() + "/"
                        + seen.header("version").orElseThrow() + " ");
    }
}
