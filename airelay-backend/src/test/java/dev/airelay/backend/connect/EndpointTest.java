package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://chatgpt.com/backend-api/codex, chatgpt.com, 443, true, chatgpt.com, chatgpt.com:443",
        "http://127.0.0.1:8081/codex, 127.0.0.1, 8081, false, 127.0.0.1:8081, 127.0.0.1:8081",
        "HTTPS://chatgpt.com:443, chatgpt.com, 443, true, chatgpt.com, chatgpt.com:443",
        "http://[::1]:9000/codex, ::1, 9000, false, [::1]:9000, [::1]:9000"
    })
    void addressIsReadFromTheBaseUrl(URI base, String host, int port, boolean tls, String authority, String place) {
        Endpoint endpoint = Endpoint.of(base);

        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.tls()).isEqualTo(tls);
        assertThat(endpoint.authority()).isEqualTo(authority);
        assertThat(endpoint.place()).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "https://chatgpt.com/backend-api/codex, /backend-api/codex/responses, /backend-api/wham/usage",
        "http://127.0.0.1:1/codex, /codex/responses, /wham/usage",
        "http://127.0.0.1:1, /responses, /wham/usage",
        "http://127.0.0.1:1/my%20base, /my%20base/responses, /my%20base/wham/usage"
    })
    void pathsAreBuiltOnTheBase(URI base, String responses, String usage) {
        Endpoint endpoint = Endpoint.of(base);

        assertThat(endpoint.responsesPath()).isEqualTo(responses);
        assertThat(endpoint.usagePath()).isEqualTo(usage);
    }

    @Test
    void otherHostHasTheSamePaths() {
        Endpoint base = Endpoint.of(URI.create("https://chatgpt.com/backend-api/codex"));

        Endpoint there = base.at(URI.create("https://gov.chatgpt.com"));

        assertThat(there.authority()).isEqualTo("gov.chatgpt.com");
        assertThat(there.responsesPath()).isEqualTo("/backend-api/codex/responses");
        assertThat(base.accountsPath()).isEqualTo("/backend-api/wham/accounts/check");
        assertThat(base.isAt(URI.create("https://ChatGPT.com:443"))).isTrue();
        assertThat(base.isAt(URI.create("http://chatgpt.com:443"))).isFalse();
        assertThat(base.isAt(URI.create("https://gov.chatgpt.com"))).isFalse();
    }

    @Test
    void catalogSeesTheVersionWithoutItsSuffix() {
        Endpoint endpoint = Endpoint.of(URI.create("http://127.0.0.1:1/codex"));

        assertThat(endpoint.modelsPath("0.170.0-alpha.1")).isEqualTo("/codex/models?client_version=0.170.0");
        assertThat(endpoint.modelsPath("0.170.0")).isEqualTo("/codex/models?client_version=0.170.0");
    }
}
