package dev.airelay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerantPathTest {

    private final TolerantPath paths =
            TolerantPath.of(List.of("/healthz", "/v1/models/{id}", "/no-tools/v1/models", "/v1/things/all"));

    @ParameterizedTest
    @CsvSource({
        "/v1/models, /v1/models",
        "/models, /v1/models",
        "/things/all, /v1/things/all",
        "/embeddings, /v1/embeddings",
        "/v1/v1/v1/models, /v1/models",
        "/v1/models/, /v1/models",
        "/v1//models//x, /v1/models/x",
        "//models, /v1/models",
        "/no-tools/models, /no-tools/v1/models",
        "/no-tools/v1/v1/models/, /no-tools/v1/models",
        "/v1/models/v1, /v1/models/v1",
        "/v1/nowhere, /v1/nowhere",
        "/v1, /v1",
        "/v1/, /v1",
    })
    void versionStandsOnceWhereItBelongs(String path, String meant) {
        assertThat(paths.meant(path)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, /",
        "/healthz, /healthz",
        "/healthz/, /healthz",
        "/nowhere, /nowhere",
        "/V1/models, /V1/models",
        "/Models, /Models",
        "/%6dodels, /%6dodels",
        "/no-tools, /no-tools",
        "/no-tools/nowhere, /no-tools/nowhere",
        "*, *",
        "example.com:443, example.com:443"
    })
    void everythingElseStaysWhatItIs(String path, String meant) {
        assertThat(paths.meant(path)).isEqualTo(meant);
    }
}
