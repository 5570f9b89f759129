package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {

    private static final ProxyServer ONE =
            new ProxyServer(ProxyServer.Kind.HTTP, "one.example", 3128, Optional.empty());
    private static final ProxyServer OTHER =
            new ProxyServer(ProxyServer.Kind.SOCKS5, "other.example", 1080, Optional.empty());

    private static Optional<ProxyServer> toward(String url, String... exempt) {
        return ProxyRules.always(ONE, exempt).toward(Endpoint.of(URI.create(url)));
    }

    @ParameterizedTest(name = "{0} exempts {1}")
    @CsvSource({
        "*,https://chatgpt.com",
        "chatgpt.com,https://chatgpt.com",
        "ChatGPT.com,https://chatgpt.COM",
        "chatgpt.com.,https://chatgpt.com",
        "chatgpt.com,https://ab.chatgpt.com",
        ".chatgpt.com,https://ab.chatgpt.com",
        ".chatgpt.com,https://chatgpt.com",
        "*.chatgpt.com,https://ab.chatgpt.com",
        "chatgpt.com:443,https://chatgpt.com",
        "chatgpt.com:8443,https://ab.chatgpt.com:8443",
        "10.1.2.3,http://10.1.2.3",
        "10.1.2.3:81,http://10.1.2.3:81",
        "10.0.0.0/8,http://10.1.2.3",
        "10.1.2.3/32,http://10.1.2.3",
        "0.0.0.0/0,http://10.1.2.3",
        "2001:db8::1,'http://[2001:db8::1]'",
        "[2001:db8::1],'http://[2001:db8:0:0::1]'",
        "[2001:db8::1]:81,'http://[2001:db8::1]:81'",
        "2001:db8::/32,'http://[2001:db8:5::1]'",
    })
    void entryExempts(String entry, String url) {
        assertThat(toward(url, "unrelated.example", entry)).isEmpty();
    }

    @ParameterizedTest(name = "{0} leaves {1}")
    @CsvSource({
        "'',https://chatgpt.com",
        ".,https://chatgpt.com",
        "*.,https://chatgpt.com",
        "com.example,https://chatgpt.com",
        "gpt.com,https://chatgpt.com",
        "ab.chatgpt.com,https://chatgpt.com",
        "chatgpt.com:8443,https://chatgpt.com",
        "10.1.2.4,http://10.1.2.3",
        "2.3,http://10.1.2.3",
        "11.0.0.0/8,http://10.1.2.3",
        "10.0.0.0/99,http://10.1.2.3",
        "10.0.0.0/8,https://chatgpt.com",
        "10.0.0.0/8,'http://[2001:db8::1]'",
        "2001:db8::/32,http://10.1.2.3",
        "not/a/range,https://chatgpt.com",
        "[,'http://[2001:db8::1]'",
    })
    void entryExemptsNothingElse(String entry, String url) {
        assertThat(toward(url, entry)).contains(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8081",
                "http://LOCALHOST",
                "http://localhost.",
                "http://emulator.localhost",
                "http://127.0.0.1",
                "http://127.8.9.1:1",
                "http://[::1]:80"
            })
    void thisMachineIsAlwaysReachedDirectly(String url) {
        assertThat(toward(url)).isEmpty();
    }

    @Test
    void schemeOfTheAddressDecides() {
        ProxyRules rules = new ProxyRules(Optional.of(ONE), Optional.of(OTHER), List.of());

        assertThat(rules.toward(Endpoint.of(URI.create("https://chatgpt.com")))).contains(ONE);
        assertThat(rules.toward(Endpoint.of(URI.create("http://chatgpt.com")))).contains(OTHER);
        assertThat(ProxyRules.none().toward(Endpoint.of(URI.create("https://chatgpt.com"))))
                .isEmpty();
    }

    @Test
    void textFormHidesTheLogin() {
        ProxyServer proxy = new ProxyServer(
                ProxyServer.Kind.HTTP, "::1", 3128, Optional.of(new ProxyServer.Login("me", "the-password")));

        assertThat(proxy).hasToString("http://[::1]:3128");
        assertThat(new Outbound(ProxyRules.always(proxy), List::of).toString())
                .doesNotContain("the-password")
                .doesNotContain("user=me");
    }
}
