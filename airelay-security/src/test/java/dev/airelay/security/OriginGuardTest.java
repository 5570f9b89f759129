package dev.airelay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airelay.security.OriginDecision.Foreign;
import dev.airelay.security.OriginDecision.Listed;
import dev.airelay.security.OriginDecision.NotAPage;
import dev.airelay.security.OriginDecision.Preflight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
    private static final PreflightRequest NO_PREFLIGHT = PreflightRequest.none();

    private final OriginGuard off = new OriginGuard(List.of(), List.of("x-request-id"));
    private final OriginGuard guard = new OriginGuard(
            List.of("https://chat.example", "http://localhost:3000", "app://obsidian.md"),
            List.of("x-request-id", "retry-after"));

    private OriginDecision check(String origin) {
        return guard.check("POST", List.of(origin), NO_PREFLIGHT);
    }

    private OriginDecision preflight(PreflightRequest asked) {
        return guard.check("OPTIONS", List.of("https://chat.example"), asked);
    }

    @Test
    void listedPageMayReadTheAnswer() {
        assertThat(check("https://chat.example"))
                .isEqualTo(new Listed(List.of(
                        new CorsHeader("access-control-allow-origin", "https://chat.example"),
                        new CorsHeader("vary", "origin"),
                        new CorsHeader("access-control-expose-headers", "x-request-id, retry-after"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTPS://Chat.Example", "https://chat.example:443", "http://localhost:3000", "app://obsidian.md"
            })
    void originIsComparedAsBrowsersMeanIt(String origin) {
        assertThat(check(origin)).isInstanceOf(Listed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "*",
                "https://chat.example.evil.example",
                "https://evil.example",
                "http://chat.example",
                "https://chat.example:444",
                "https://chat.example:80",
                "https://xchat.example",
                "https://user@chat.example",
                "https://chat.example/",
                "https://chat.example, https://evil.example",
                "http://localhost",
                "http://localhost:8080",
                "https://chat.example\u0000"
            })
    void everyOtherOriginIsForeign(String origin) {
        assertThat(check(origin)).isEqualTo(new Foreign(origin));
    }

    @ParameterizedTest(name = "{0} allows {1}")
    @CsvSource({
        "null, null",
        "NULL, null",
        "file://, file://",
        "app://obsidian.md, app://obsidian.md",
        "tauri://localhost, tauri://localhost",
        "capacitor://localhost, capacitor://localhost",
        "vscode-webview://*, vscode-webview://0c4t1v2ho9bq7tkqk4b5mh8nqdm6k5o0v1k5ppbk3cgp1ss7u6m1",
        "chrome-extension://*, chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb",
        "app://*, app://localhost:3000",
        "http://localhost:*, http://localhost",
        "http://localhost:*, http://localhost:5173",
        "http://[::1]:*, http://[::1]:5173",
        "https://*.chat.example, https://eu.chat.example",
        "https://*.chat.example, https://a.b.chat.example",
        "HTTPS://*.Chat.Example:8443, https://eu.chat.example:8443"
    })
    void entryAllowsWhatItStandsFor(String entry, String origin) {
        OriginGuard one = new OriginGuard(List.of(entry), List.of());

        assertThat(one.check("POST", List.of(origin), NO_PREFLIGHT))
                .isInstanceOfSatisfying(
                        Listed.class,
                        listed -> assertThat(listed.headers().get(0))
                                .isEqualTo(new CorsHeader("access-control-allow-origin", origin)));
    }

    @ParameterizedTest(name = "{0} does not allow {1}")
    @CsvSource({
        "null, file://",
        "file://, null",
        "app://*, app2://obsidian.md",
        "app://*, https://obsidian.md",
        "app://*, app://*",
        "http://localhost:*, https://localhost:5173",
        "http://localhost:*, http://localhost.evil.example:5173",
        "http://localhost:*, http://evil.example:5173",
        "https://*.chat.example, https://chat.example",
        "https://*.chat.example, https://.chat.example",
        "https://*.chat.example, https://xchat.example",
        "https://*.chat.example, https://eu.chat.example.evil.example",
        "https://*.chat.example, https://eu.chat.example:8443",
        "https://*.chat.example, http://eu.chat.example"
    })
    void entryAllowsNothingElse(String entry, String origin) {
        OriginGuard one = new OriginGuard(List.of(entry), List.of());

        assertThat(one.check("POST", List.of(origin), NO_PREFLIGHT)).isEqualTo(new Foreign(origin));
    }

    @Test
    void severalOriginsAreForeign() {
        assertThat(guard.check("POST", List.of("https://chat.example", "https://chat.example"), NO_PREFLIGHT))
                .isInstanceOf(Foreign.class);
    }

    @Test
    void longOriginIsCutInTheMessage() {
        assertThat(check("https://" + "a".repeat(100_000)))
                .isInstanceOfSatisfying(
                        Foreign.class, foreign -> assertThat(foreign.origin()).hasSize(200));
    }

    @Test
    void sendsNoHeadersWithoutAList() {
        assertThat(off.check("GET", List.of("https://chat.example"), NO_PREFLIGHT))
                .isInstanceOf(Foreign.class);
        assertThat(off.check("OPTIONS", List.of("null"), PreflightRequest.of("POST", null, null)))
                .isInstanceOf(Foreign.class);
    }

    @Test
    void requestWithoutOriginIsAnsweredAsEver() {
        assertThat(guard.check("OPTIONS", List.of(), PreflightRequest.of("POST", null, null)))
                .isEqualTo(new NotAPage());
    }

    @Test
    void preflightResponseListsWhatThePageMaySend() {
        assertThat(preflight(PreflightRequest.of("POST", "Authorization,x-stainless-os, Content-Type", "true")))
                .isEqualTo(new Preflight(List.of(
                        new CorsHeader("access-control-allow-origin", "https://chat.example"),
                        new CorsHeader("vary", "origin, access-control-request-method, access-control-request-headers"),
                        new CorsHeader("access-control-allow-methods", "GET, HEAD, POST, DELETE"),
                        new CorsHeader("access-control-allow-headers", "authorization,x-stainless-os, content-type"),
                        new CorsHeader("access-control-allow-private-network", "true"),
                        new CorsHeader("access-control-max-age", "600"))));
    }

    @ParameterizedTest
    @CsvSource({"PATCH", "post", "''", "CONNECT"})
    void methodTheRelayDoesNotHaveIsNotAllowed(String method) {
        assertThat(((Preflight) preflight(PreflightRequest.of(method, "authorization", null))).headers())
                .extracting(CorsHeader::name)
                .containsExactly("access-control-allow-origin", "vary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,,b", "a\r\nset-cookie: x", "\u00e4", "a;b", ","})
    void invalidHeaderNameIsNotEchoed(String headers) {
        assertThat(((Preflight) preflight(PreflightRequest.of("POST", headers, null))).headers())
                .extracting(CorsHeader::name)
                .doesNotContain("access-control-allow-headers");
    }

    @Test
    void optionsWithoutPreflightIsAnOrdinaryRequest() {
        assertThat(preflight(NO_PREFLIGHT)).isInstanceOf(Listed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "",
                "chat.example",
                "https://chat.example/",
                "https://",
                "https://*",
                "http://*:8080",
                "https://chat.*",
                "https://*.*.example",
                "https://*chat.example",
                "https://*.",
                "app://",
                "*://chat.example",
                "https://chat.example:",
                "https://chat.example:8*",
                "https://user@chat.example",
                "https://b\u00fccher.example"
            })
    void listedOriginMustBeOne(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OriginGuard(List.of(origin), List.of()))
                .withMessageContaining("\"" + origin + "\"");
    }
}
