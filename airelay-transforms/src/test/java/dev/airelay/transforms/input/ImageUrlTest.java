package dev.airelay.transforms.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

class ImageUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a.png",
                "http://127.0.0.1/A",
                "data:image/png;base64,AAAA",
                "data:image/gif;base64,AAA=",
                "data:image/webp;base64,+/==",
                "data:image/jpeg;base64,AAAABBBB",
                "data:image/png;name=a;base64,AAAA"
            })
    void legalAddressStaysAsItIs(String url) {
        assertThat(ImageUrl.checked(value(url))).isEqualTo(url);
    }

    @Test
    void schemeOfAnAddressIsInSmallLetters() {
        assertThat(ImageUrl.checked(value("HTTPS://Example.com/A.png"))).isEqualTo("https://Example.com/A.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/jpg;base64,AAAA", "data:image/JPG;base64,AAAA"})
    void misnamedJpegGetsItsRegisteredName(String url) {
        assertThat(ImageUrl.checked(value(url))).isEqualTo("data:image/jpeg;base64,AAAA");
    }

    @ParameterizedTest
    @CsvSource({
        "DATA:image/PNG;BASE64, AAAA, AAAA",
        "'data:image/png; base64', AAAA, AAAA",
        "'  data:image/png;base64', AAAA, AAAA",
        "data:image/png;base64, AA-_, AA+/",
        "data:image/png;base64, AAA, AAA=",
        "data:image/png;base64, AA, AA==",
        "data:image/png;base64, AA=, AA==",
        "data:image/png;base64, AA%2B%2F, AA+/",
        "data:image/png;base64, AA%3D%3D, AA==",
    })
    void spellingOfTheContentIsNormalized(String header, String content, String normal) {
        assertThat(ImageUrl.checked(value(header + "," + content))).isEqualTo("data:image/png;base64," + normal);
    }

    @Test
    void lineBreaksAreLeftOut() {
        assertThat(ImageUrl.checked(value("data:image/png;base64,AAAA\r\nBBBB\n CCC\t=\n")))
                .isEqualTo("data:image/png;base64,AAAABBBBCCC=");
    }

    @ParameterizedTest
    @CsvSource({
        "data:image/png;base64, /9j/4AAQ, image/jpeg",
        "data:image/jpeg;base64, iVBORw0KGgoA, image/png",
        "data:;base64, R0lGODlhAQAB, image/gif",
        "data:application/octet-stream;base64, UklGRgAAAABXRUJQ, image/webp",
    })
    void imageIsWhatItsBytesSay(String header, String content, String type) {
        assertThat(ImageUrl.checked(value(header + "," + content))).isEqualTo("data:" + type + ";base64," + content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png;base64,bm90ZXM=", "data:image/png;base64,AA=="})
    void contentOtherThanImagesIsNotRecognized(String url) {
        assertThatThrownBy(() -> ImageUrl.recognized(value(url)))
                .isInstanceOfSatisfying(RequestRejected.class, rejected -> {
                    assertThat(rejected.error().param()).isEqualTo("image_url");
                    assertThat(rejected.error().message()).contains("not an image");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a.png", "data:image/png;base64,iVBORw0KGgoA"})
    void imageAndAddressAreRecognized(String url) {
        assertThat(ImageUrl.recognized(value(url))).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.png",
                "https://",
                "ftp://example.com/a.png",
                "file:///a.png",
                "data:image/png,AAAA",
                "data:;base64,AAAA",
                "data:image/svg+xml;base64,AAAA",
                "data:image/png;base64,",
                "data:image/png;base64,====",
                "data:image/png;base64,A===",
                "data:image/png;base64,AAAAA",
                "data:image/png;base64,AA%4",
                "data:image/png;base64,AA*A",
                "data:image/png;base64,A=AA"
            })
    void anyOtherAddressIsRejectedByPath(String url) {
        assertThatThrownBy(() -> ImageUrl.checked(value(url)))
                .isInstanceOfSatisfying(
                        RequestRejected.class,
                        rejected -> assertThat(rejected.error().param()).isEqualTo("image_url"));
    }

    private static Value value(String url) {
        return new Value(StringNode.valueOf(url), Location.root().member("image_url"));
    }
}
