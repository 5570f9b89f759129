package dev.airelay.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.http.Refusal;
import dev.airelay.server.http.Route;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON ;charset=UTF-8",
                "application/vnd.api+json",
                "application/problem+json; profile=x"
            })
    void jsonAndNothingPass(String contentType) {
        assertThat(BodyFormat.refusal(Route.BodyKind.JSON, new DefaultHttpHeaders().set("Content-Type", contentType)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/json",
                "text/x+json",
                "application/jsonx",
                "json"
            })
    void whatAForeignPageCouldSendUnaskedDoesNot(String contentType) {
        assertThat(BodyFormat.refusal(Route.BodyKind.JSON, new DefaultHttpHeaders().set("Content-Type", contentType)))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.error().code()).isEqualTo("unsupported_content_type");
                    assertThat(refusal.error().message()).contains(contentType, "application/json");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "identity, true",
        "Identity, true",
        "gzip, true",
        "x-gzip, true",
        "DEFLATE, true",
        "zstd, true",
        "br, false",
        "compress, false",
        "'gzip, identity', false"
    })
    void onlyKnownCodingsPass(String encoding, boolean passes) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Content-Encoding", encoding);

        assertThat(BodyFormat.refusal(Route.BodyKind.JSON, headers)
                        .map(refusal -> String.valueOf(refusal.error().code())))
                .isEqualTo(passes ? Optional.empty() : Optional.of("unsupported_content_encoding"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON_OR_FORM | multipart/form-data; boundary=x | ",
                "JSON_OR_FORM | Multipart/Form-Data; boundary=x | ",
                "JSON_OR_FORM | application/json | ",
                "JSON_OR_FORM | text/plain | application/json or multipart/form-data",
                "FORM | multipart/form-data; boundary=x | ",
                "FORM | application/json | multipart/form-data",
                "NONE | text/plain | ",
                "STREAMED | text/plain | "
            })
    void formsPassWhereTheRouteTakesThem(Route.BodyKind kind, String contentType, @Nullable String supported) {
        Optional<Refusal> refusal = BodyFormat.refusal(kind, new DefaultHttpHeaders().set("Content-Type", contentType));

        assertThat(refusal.map(refused -> refused.error().message().replaceFirst(".*Send (.*)\\.", "$1")))
                .isEqualTo(Optional.ofNullable(supported));
    }

    @Test
    void onlyJsonBecomesATree() {
        HttpHeaders form = new DefaultHttpHeaders().set("Content-Type", "multipart/form-data; boundary=x");

        assertThat(BodyFormat.isJson(Route.BodyKind.JSON_OR_FORM, form)).isFalse();
        assertThat(BodyFormat.isJson(Route.BodyKind.JSON_OR_FORM, new DefaultHttpHeaders()))
                .isTrue();
        assertThat(BodyFormat.isJson(Route.BodyKind.FORM, new DefaultHttpHeaders()))
                .isFalse();
    }
}
