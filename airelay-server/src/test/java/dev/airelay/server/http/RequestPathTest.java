package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/models, /v1/models",
        "/v1/models?limit=1, /v1/models",
        "/v1/models/gpt%2D5, /v1/models/gpt%2D5",
        "http://127.0.0.1:8080/v1/models, /v1/models",
        "HTTP://localhost/v1/models?limit=1, /v1/models",
        "https://[::1]:8080/v1/models/a%2Fb, /v1/models/a%2Fb",
        "http://127.0.0.1:8080, /",
        "http://127.0.0.1:8080?limit=1, /",
        "http:///v1/models, /v1/models",
        "/http://127.0.0.1/v1/models, /http://127.0.0.1/v1/models",
        "ftp://127.0.0.1/v1/models, ftp://127.0.0.1/v1/models",
        "*, *",
    })
    void pathIsTakenFromEveryFormOfTarget(String target, String path) {
        assertThat(RequestPath.of(target)).isEqualTo(path);
    }
}
