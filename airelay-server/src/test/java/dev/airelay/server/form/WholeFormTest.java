package dev.airelay.server.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeFormTest {

    private static final WholeForm.Types TYPES = new WholeForm.Types(Set.of("n"), Set.of("stream"));

    private static WholeForm read(FormWriter writer) {
        return WholeForm.of(Optional.of(writer.contentType()), writer.finish());
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] content = {0, 13, 10, 45, 45, 1};
        FormWriter writer = new FormWriter("x");
        writer.text("prompt", "a \"cat\"");
        writer.text("n", "2");
        writer.text("stream", "true");
        writer.text("odd[]", "1");
        writer.text("odd[]", "2");
        writer.file("image[]", "a\"b\r.png", "image/png\r\n", content, 0, content.length);
        writer.file("image[]", "c.png", "image/png", content, 1, 2);

        WholeForm form = read(writer);

        assertThat(form.texts(Set.of("image"), TYPES))
                .hasToString("{\"prompt\":\"a \\\"cat\\\"\",\"n\":2,\"stream\":true,\"odd\":[\"1\",\"2\"]}");
        assertThat(form.files("image")).hasSize(2);
        assertThat(form.files("image").get(0).length()).isEqualTo(content.length);
        assertThat(form.files("image").get(0).head().filename()).hasValue("a%22b%0D.png");
        assertThat(form.dataUrl(form.files("image").get(1))).isEqualTo("data:image/png;base64,DQo=");
    }

    @Test
    void textOtherThanNumberOrBooleanStaysText() {
        FormWriter writer = new FormWriter("x");
        writer.text("n", "two");
        writer.text("stream", "yes");

        assertThat(read(writer).texts(Set.of(), TYPES)).hasToString("{\"n\":\"two\",\"stream\":\"yes\"}");
    }

    @Test
    void emptyFileHasNoBytes() {
        FormWriter writer = new FormWriter("x");
        writer.file("file", "a", "audio/wav", new byte[0], 0, 0);

        assertThat(read(writer).files("file").get(0).length()).isZero();
    }

    @Test
    void fieldThatComesTwiceIsRefusedUnlessItIsAList() {
        FormWriter twice = new FormWriter("x");
        twice.text("prompt", "a");
        twice.text("prompt", "b");
        FormWriter both = new FormWriter("x");
        both.text("prompt", "a");
        both.text("prompt[]", "b");

        assertThatThrownBy(() -> read(twice).texts(Set.of(), TYPES)).isInstanceOf(RequestRejected.class);
        assertThatThrownBy(() -> read(both).texts(Set.of(), TYPES)).isInstanceOf(RequestRejected.class);
    }

    @Test
    void fileThatComesTwiceOrBesideATextIsRefused() {
        FormWriter twice = new FormWriter("x");
        twice.file("mask", "a.png", "image/png", new byte[1], 0, 1);
        twice.file("mask[]", "b.png", "image/png", new byte[1], 0, 1);
        FormWriter beside = new FormWriter("x");
        beside.text("image[]", "a");
        beside.file("image", "a.png", "image/png", new byte[1], 0, 1);

        assertThatThrownBy(() -> read(twice).file("mask"))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("more than one part");
        assertThatThrownBy(() -> read(beside).texts(Set.of("image"), TYPES))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("more than one part");
        assertThat(read(beside).file("image")).isPresent();
        assertThat(read(beside).file("mask")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/png; name=\"a,b.png\" | image/png",
                "image/png;base64,AAAA | image/png",
                "image/png,AAAA | application/octet-stream",
                "image | application/octet-stream"
            })
    void dataUrlHasTheBareMediaType(String declared, String type) {
        FormWriter writer = new FormWriter("x");
        writer.file("image", "a.png", declared, new byte[] {1, 2, 3}, 0, 3);
        WholeForm form = read(writer);

        assertThat(form.dataUrl(form.files("image").get(0))).isEqualTo("data:" + type + ";base64,AQID");
    }

    @Test
    void textMustBeUtf8AndTheFormWhole() {
        byte[] latin = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u00e9\r\n--x--"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] cut = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb".getBytes(StandardCharsets.US_ASCII);
        Optional<String> type = Optional.of("multipart/form-data; boundary=x");

        assertThatThrownBy(() -> WholeForm.of(type, latin).texts(Set.of(), TYPES))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> WholeForm.of(type, cut))
                .isInstanceOf(RequestRejected.class)
                .hasMessageContaining("closing boundary");
        assertThat(WholeForm.isForm(Optional.of(" Multipart/Form-Data; boundary=x")))
                .isTrue();
        assertThat(WholeForm.isForm(Optional.empty())).isFalse();
    }
}
