package dev.airelay.server.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.transforms.failure.RequestRejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {

    private static final String TYPE = "multipart/form-data; boundary=b0";

    /** Collects the parts that the parser reports. */
    private static final class Parts implements MultipartParser.Listener {
        private final List<PartHead> heads = new ArrayList<>();
        private final List<String> contents = new ArrayList<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public void part(PartHead head) {
            heads.add(head);
        }

        @Override
        public void content(ByteBuf piece) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            piece.release();
            content.writeBytes(bytes);
        }

        @Override
        public void partEnd() {
            contents.add(content.toString(StandardCharsets.ISO_8859_1));
            content.reset();
        }
    }

    private static Parts parse(String type, byte[] body, int pieceLength) {
        Parts parts = new Parts();
        MultipartParser parser = MultipartParser.of(Optional.of(type), parts);
        for (int at = 0; at < body.length; at += pieceLength) {
            int length = Math.min(pieceLength, body.length - at);
            ByteBuf piece = Unpooled.directBuffer(length).writeBytes(body, at, length);
            try {
                parser.accept(piece);
                assertThat(piece.refCnt()).isEqualTo(1);
            } finally {
                piece.release();
            }
        }
        parser.end();
        return parts;
    }

    private static Parts parse(String body) {
        return parse(TYPE, wire(body), 1_000_000);
    }

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String part(String headers, String content) {
        return "--b0\n" + headers + "\n\n" + content + "\n";
    }

    private static String field(String name, String content) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 10_000})
    void piecesOfAnySizeGiveTheSameParts(int pieceLength) {
        String body = "a preamble\n" + field("purpose", "user_data")
                + part(
                        "content-disposition: form-data; name=file; filename=\"a.txt\"\ncontent-type: text/plain",
                        "one\n\n--b\n--b1 two\r\r\n-")
                + field("empty", "") + "--b0--\nan epilogue --b0";

        Parts parts = parse(TYPE, wire(body), pieceLength);

        assertThat(parts.heads)
                .containsExactly(
                        new PartHead("purpose", Optional.empty(), Optional.empty()),
                        new PartHead("file", Optional.of("a.txt"), Optional.of("text/plain")),
                        new PartHead("empty", Optional.empty(), Optional.empty()));
        assertThat(parts.contents).containsExactly("user_data", "one\r\n\r\n--b\r\n--b1 two\r\r\r\n-", "");
    }

    @Test
    void contentThatAlmostLooksLikeTheBoundaryIsContent() {
        Random random = new Random(7);
        String alphabet = "\r\n-b0";
        for (int round = 0; round < 300; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String expected = content.toString().replace("\r\n--b0", "");
            String body = "--b0\r\nContent-Disposition: form-data; name=f\r\n\r\n" + expected + "\r\n--b0--\r\n";

            Parts parts = parse(TYPE, body.getBytes(StandardCharsets.ISO_8859_1), 1 + random.nextInt(9));

            assertThat(parts.contents).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"file\"; filename=\"a b.txt\" | a b.txt",
                "form-data; name=file; filename=a.txt | a.txt",
                "form-data; filename=\"x;y=\\\"z\\\".txt\"; name=\"file\" | x;y=\"z\".txt",
                "form-data; name=\"file\"; filename=\"C:\\dir\\a.txt\" | C:\\dir\\a.txt",
                "form-data; name=\"file\"; filename=\"bücher 日本.pdf\" | bücher 日本.pdf",
                "form-data; name=\"file\"; filename=\"b.pdf\";"
                        + " filename*=UTF-8''b%C3%BCcher%20%E2%82%AC.pdf | bücher €.pdf",
                "form-data; name=\"file\"; filename*=utf-8'en'a%22b.pdf | a\"b.pdf",
                "form-data; name=\"file\"; filename*=iso-8859-1''b%FCcher.pdf | bücher.pdf",
                "form-data; name=\"file\"; filename=\"b.pdf\"; filename*=koi8-r''x | b.pdf",
                "form-data; name=\"file\"; filename=\"b.pdf\"; filename*=UTF-8''%zz | b.pdf",
                "form-data; name=\"file\"; filename=\"never closed | never closed",
                "form-data; name=\"file\"; FileName=\"a.txt\" ; x | a.txt",
                "Form-Data;name=file;filename=\"a.txt\"; filename=\"b.txt\" | a.txt",
            })
    void fileNamesAreReadAsClientsWriteThem(String disposition, String filename) {
        Parts parts = parse(part("Content-Disposition: " + disposition, "x") + "--b0--\n");

        assertThat(parts.heads.get(0).name()).isEqualTo("file");
        assertThat(parts.heads.get(0).filename()).hasValue(filename);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | closing boundary",
                "no boundary at all | closing boundary",
                "--b0 | closing boundary",
                "--b0~Content-Disposition: form-data; name=a~~x | closing boundary",
                "--b0~Content-Type: text/plain~~x~--b0-- | Content-Disposition",
                "--b0~Content-Disposition: attachment; name=a~~x~--b0-- | Content-Disposition",
                "--b0~Content-Disposition: form-data~~x~--b0-- | name",
                "--b0junk~Content-Disposition: form-data; name=a~~x~--b0-- | a boundary line contains extra text",
            })
    void bodyOtherThanFormIsRefused(String body, String message) {
        assertThatThrownBy(() -> parse(body.replace('~', '\n')))
                .isInstanceOfSatisfying(RequestRejected.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.error().message()).contains(message);
                    assertThat(refused.error().code()).isEqualTo("invalid_multipart");
                });
    }

    @Test
    void headersAndPartsAreBounded() {
        String long1 = "--b0\r\nX: " + "y".repeat(20_000);
        String many = field("a", "b").repeat(101);

        assertThatThrownBy(() -> parse(TYPE, long1.getBytes(StandardCharsets.US_ASCII), 100))
                .hasMessageContaining("16384");
        assertThatThrownBy(() -> parse(many)).hasMessageContaining("100 parts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none",
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/mixed; boundary=x",
                "multipart/form-data; boundary=\u00e4"
            })
    void otherContentTypesAreRefused(String type) {
        assertThatThrownBy(() -> MultipartParser.of(Optional.ofNullable(type), new Parts()))
                .isInstanceOfSatisfying(
                        RequestRejected.class,
                        refused -> assertThat(refused.status()).isEqualTo(415));
    }

    @Test
    void quotedBoundaryIsRead() {
        Parts parts = parse("multipart/form-data; charset=utf-8; boundary=\"b0\"", wire(field("a", "b") + "--b0--"), 4);

        assertThat(parts.contents).containsExactly("b");
    }
}
