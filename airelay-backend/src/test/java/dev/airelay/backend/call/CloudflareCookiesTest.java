package dev.airelay.backend.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.Endpoint;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudflareCookiesTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final CloudflareCookies cookies = jar("https://chatgpt.com/backend-api/codex");

    private CloudflareCookies jar(String base) {
        return new CloudflareCookies(Endpoint.of(URI.create(base)), clock);
    }

    private static HttpHeaders setting(String... lines) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : lines) {
            headers.add("Set-Cookie", line);
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__cf_bm",
                "__cflb",
                "__cfruid",
                "__cfseq",
                "__cfwaitingroom",
                "_cfuvid",
                "cf_clearance",
                "cf_ob_info",
                "cf_use_ob",
                "cf_chl_rc_i"
            })
    void namesOfTheNetworkAreKept(String name) {
        cookies.learn(setting(name + "=v; Path=/; Secure; HttpOnly"));

        assertThat(cookies.header()).contains(name + "=v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Secure-next-auth.session-token", "oai-did", "_puid", "cf", "__cf_bm2", "CF_CLEARANCE"})
    void otherNamesAreDropped(String name) {
        cookies.learn(setting(name + "=v"));

        assertThat(cookies.header()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "chatgpt.com, true",
        ".chatgpt.com, true",
        "ChatGPT.com, true",
        "evil.example, false",
        "gpt.com, false",
        "api.chatgpt.com, false"
    })
    void onlyTheUpstreamsHostMaySet(String domain, boolean kept) {
        cookies.learn(setting("__cf_bm=v; Domain=" + domain));

        assertThat(cookies.header().isPresent()).isEqualTo(kept);
    }

    @Test
    void newValueReplacesTheOld() {
        cookies.learn(setting("__cf_bm=1", "_cfuvid=a"));
        cookies.learn(setting("__cf_bm=2"));

        assertThat(cookies.header())
                .hasValueSatisfying(
                        value -> assertThat(value.split("; ")).containsExactlyInAnyOrder("__cf_bm=2", "_cfuvid=a"));
    }

    @Test
    void cookieIsForgottenWhenItsTimeIsOver() {
        cookies.learn(setting("__cf_bm=v; Max-Age=1800"));
        now.set(now.get().plusSeconds(1799));
        assertThat(cookies.header()).isPresent();

        now.set(now.get().plusSeconds(1));

        assertThat(cookies.header()).isEmpty();
    }

    @Test
    void cookieIsForgottenWhenTheUpstreamWantsIt() {
        cookies.learn(setting("__cf_bm=v"));
        cookies.learn(setting("__cf_bm=; Max-Age=0"));

        assertThat(cookies.header()).isEmpty();
    }

    @Test
    void secureCookieIsNotSentInPlainText() {
        CloudflareCookies plain = jar("http://127.0.0.1:8081/codex");
        plain.learn(setting("__cf_bm=secret; Secure", "_cfuvid=open"));

        assertThat(plain.header()).contains("_cfuvid=open");
    }

    @Test
    void numberAndSizeAreBounded() {
        for (int i = 0; i < 100; i++) {
            cookies.learn(setting("cf_chl_" + i + "=v"));
        }
        cookies.learn(setting("__cf_bm=" + "x".repeat(5000)));

        assertThat(cookies.header())
                .hasValueSatisfying(value -> assertThat(value.split("; "))
                        .hasSize(32)
                        .contains("cf_chl_99=v")
                        .doesNotContain("cf_chl_0=v"));
    }
}
