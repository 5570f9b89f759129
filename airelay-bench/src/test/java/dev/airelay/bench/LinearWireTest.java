package dev.airelay.bench;

import static dev.airelay.bench.GrowthRig.CHAT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.airelay.server.MeasuredRelay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twice the text is at most two and a half times the work of the whole relay, in paths, queries, headers, forms and codings. */
class LinearWireTest {
    private static final String BODY = """
            {"model":"gpt-5.5","messages":[{"role":"user","content":"Hello"}]}""";
    private static final String JSON = "content-type: application/json";
    private static final String ROOM = "1048576";
    private static final int TEXTS = 1;
    /** Less than what headers may have together, though their limits are raised here: all of it is redacted for the log. */
    private static final int SIZE = HostileText.all() ? 64 * 1024 : 8 * 1024;

    /** Headers that the relay or its HTTP library reads, each with a usual value, and one that nobody knows. */
    private static final List<String> HEADERS = List.of(
            "host: 127.0.0.1",
            "authorization: Bearer x",
            "origin: http://localhost:3000",
            "content-type: application/json; charset=utf-8",
            "content-encoding: gzip, deflate",
            "content-length: 1",
            "transfer-encoding: chunked",
            "connection: close, x",
            "expect: 100-continue",
            "upgrade: websocket",
            "accept: text/event-stream, */*;q=0.1",
            "accept-encoding: gzip;q=0.5",
            "user-agent: OpenAI/Python 2.0",
            "x-forwarded-for: 10.0.0.1, 127.0.0.1",
            "forwarded: for=10.0.0.1",
            "x-request-id: req_1",
            "x-airelay-reasoning: none",
            "session-id: 0197",
            "session_id: 0197",
            "conversation_id: 0197",
            "cookie: a=b; c=d",
            "access-control-request-method: POST",
            "access-control-request-headers: authorization, content-type",
            "access-control-request-private-network: true",
            "openai-organization: org",
            "x-stainless-retry-count: 1",
            "idempotency-key: x",
            "range: bytes=0-1",
            "if-none-match: \"x\"",
            "te: trailers",
            "trailer: x",
            "made-up: x");

    @TempDir
    static Path directory;

    private static GrowthRig rig;

    private final Growth growth = rig.growth();

    @BeforeAll
    static void start() {
        // With the usual limits all of it is refused at a length where nothing could be seen.
        rig = new GrowthRig(
                directory,
                Map.of(
                        "server.max_header_bytes",
                        ROOM,
                        "server.max_request_line_bytes",
                        ROOM,
                        "security.trust_x_forwarded_for",
                        "true",
                        "security.allowed_origins",
                        "http://localhost:*,app://*"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void everyHeader() {
        for (String header : HEADERS) {
            HostileText.inLine(header, TEXTS)
                    .forEach(text -> growth.measure(
                            header + " " + text,
                            SIZE,
                            size -> rig.send("POST " + CHAT, List.of(JSON, header(header, text, size)), BODY)));
        }
        HEADERS.stream()
                .filter(header -> header.startsWith("origin") || header.startsWith("access-control"))
                .forEach(header -> HostileText.inLine(header + " asked before", 1)
                        .forEach(text -> growth.measure(
                                "OPTIONS " + header + " " + text,
                                SIZE,
                                size -> rig.send(
                                        "OPTIONS " + CHAT,
                                        List.of("origin: http://localhost:1", header(header, text, size)),
                                        ""))));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThan(HEADERS.size() / 2);
    }

    private static String header(String usual, HostileText text, int size) {
        int value = usual.indexOf(' ') + 1;
        return usual.substring(0, value) + text.text(usual.substring(value), size);
    }

    @Test
    void namesOfHeadersAndManyHeaders() {
        HostileText.inLine("name of a header", TEXTS)
                .forEach(text -> growth.measure(
                        "name " + text,
                        SIZE,
                        size -> rig.send("POST " + CHAT, List.of(JSON, text.text("x", size) + ": x"), BODY)));
        Stream.of(
                        "x*: y",
                        "x: y",
                        "cookie: a=b",
                        "accept: a",
                        "x-forwarded-for: 10.0.0.1",
                        "connection: x*",
                        "authorization: Bearer x")
                .forEach(header -> growth.measure(
                        "many of " + header,
                        SIZE,
                        size -> rig.send(
                                "POST " + CHAT,
                                Stream.concat(Stream.of(JSON), many(header, size))
                                        .toList(),
                                BODY)));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    private static Stream<String> many(String each, int size) {
        return IntStream.range(0, size / (each.length() + 2)).mapToObj(i -> each.replace("*", Integer.toString(i)));
    }

    @Test
    void pathsAndQueries() {
        List<String> places = List.of(
                "GET /*",
                "GET /v1*",
                "GET /v1/models/*",
                "GET /v1/files/*",
                "GET /v1/files/*/content",
                "DELETE /v1/files/*",
                "GET /v1/conversations/*",
                "GET /v1/conversations/conv_1/items/*",
                "GET /v1/conversations/*/items",
                "GET /v1/responses/*",
                "GET /v1/responses/*/input_items",
                "POST /v1/responses/*/cancel",
                "POST /v1/uploads/*/cancel",
                "GET /v1/files?*",
                "GET /v1/files?purpose=*",
                "GET /v1/files?after=*",
                "GET /v1/files?limit=*",
                "GET /v1/files?order=*",
                "GET /v1/conversations/conv_1/items?include[]=*",
                "GET /v1/responses/resp_1?stream=*",
                "GET /v1/responses/resp_1?starting_after=*",
                "GET /v1/models?client_version=*",
                "GET /v1/relay/status?*",
                "GET /healthz?*",
                "GET /healthz#*",
                "GET http://127.0.0.1*/healthz",
                "GET http://*/healthz",
                "* /healthz",
                "GET /healthz *");
        for (String place : HostileText.some(places, 3)) {
            List<HostileText> texts = new ArrayList<>(HostileText.inLine(place, 1));
            pieces(place, "/", "/v1", "%", "%2f", "%25", "&a=b", "a&", ";", "+").forEach(texts::add);
            texts.forEach(text -> growth.measure(
                    place + " " + text,
                    SIZE,
                    size -> rig.send(WireClient.request(
                            place.replace("*", text.text("x", size).replace(' ', '+'))))));
        }

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    /** All of these pieces, or two that depend on the place. */
    private static Stream<HostileText> pieces(String place, String... pieces) {
        int first = Math.floorMod(place.hashCode(), pieces.length);
        return IntStream.range(0, HostileText.all() ? pieces.length : 2)
                .mapToObj(i -> new HostileText(pieces[(first + i) % pieces.length], HostileText.Shape.ALONE));
    }

    @Test
    void everyPartOfForm() {
        List<String> forms = List.of(
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=\"*\"", "x"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=*", "x"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''*", "x"),
                form("b", "Content-Disposition: form-data; name=\"*\"", "x"),
                form("b", "Content-Disposition: *", "x"),
                form("b", "Content-Disposition: form-data*; name=\"file\"; filename=\"a.txt\"", "x"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: *", "x"),
                form(
                        "b",
                        "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                                + "Content-Type: text/plain; charset=*",
                        "x"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n*: x", "x"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"", "*"),
                form("b", "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"", "\r\n--*"),
                form("b", "Content-Disposition: form-data; name=\"purpose\"", "*"),
                form("b", "Content-Disposition: form-data; name=\"expires_after[anchor]\"", "*"),
                form("b", "Content-Disposition: form-data; name=\"expires_after[seconds]\"", "*"),
                "*" + form("b", "Content-Disposition: form-data; name=\"purpose\"", "x"),
                "--b*" + form("b", "Content-Disposition: form-data; name=\"purpose\"", "x"),
                form("b", "Content-Disposition: form-data; name=\"purpose\"", "x") + "*");
        for (String form : forms) {
            List<HostileText> texts = new ArrayList<>(HostileText.of(form, 1));
            pieces(form, "\\\"", "\r\n--", "\r\n--b", "\r\n-", "-", "\r\n", "%27", ";a=b")
                    .forEach(texts::add);
            texts.forEach(text -> growth.measure(
                    form + " " + text, SIZE, size -> upload("b", form.replace("*", text.text("a.txt", size)))));
        }
        HostileText.inLine("boundary", TEXTS)
                .forEach(text -> growth.measure(
                        "boundary " + text,
                        SIZE,
                        size -> upload(
                                "\"" + text.text("b", size) + "\"",
                                form(text.text("b", size), "Content-Disposition: form-data; name=\"purpose\"", "x"))));
        Map.<String, IntFunction<String>>of(
                        "fields",
                        n -> repeated(n, "--b\r\nContent-Disposition: form-data; name=\"x*\"\r\n\r\ny\r\n"),
                        "fields of one name",
                        n -> repeated(n, "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\ny\r\n"),
                        "parts without headers",
                        n -> repeated(n, "--b\r\n\r\n\r\n"),
                        "headers",
                        n -> "--b\r\n" + repeated(n, "x*: y\r\n"))
                .forEach((title, form) ->
                        growth.measure("many " + title, SIZE, size -> upload("b", form.apply(size) + "--b--\r\n")));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isPositive();
    }

    private static String repeated(int size, String each) {
        return many(each, size).collect(Collectors.joining());
    }

    private static String form(String boundary, String headers, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nassistants\r\n--"
                + boundary + "\r\n" + headers + "\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n";
    }

    private static int upload(String boundary, String form) {
        return rig.send("POST /v1/files", List.of("content-type: multipart/form-data; boundary=" + boundary), form);
    }

    /** The writer of a packed body. */
    @FunctionalInterface
    private interface Packer {
        OutputStream onto(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packer packer, byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packer.onto(packed)) {
            out.write(content);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return packed.toByteArray();
    }

    @Test
    void codings() {
        String body = "{\"model\":\"gpt-5.5\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
        Stream.of("a", " ", "abcdefgh").forEach(piece -> {
            IntFunction<byte[]> plain =
                    size -> body.formatted(piece.repeat(size / piece.length())).getBytes(UTF_8);
            measure("gzip", piece, size -> packed(GZIPOutputStream::new, plain.apply(size)));
            measure("deflate", piece, size -> packed(DeflaterOutputStream::new, plain.apply(size)));
            measure("zstd", piece, size -> Zstd.compress(plain.apply(size)));
            measure(
                    "gzip, gzip",
                    piece,
                    size -> packed(GZIPOutputStream::new, packed(GZIPOutputStream::new, plain.apply(size))));
        });
        byte[] empty = packed(GZIPOutputStream::new, new byte[0]);
        byte[] frame = Zstd.compress(new byte[0]);
        measure(
                "gzip",
                "members",
                size -> WireClient.joined(times(size, empty), packed(GZIPOutputStream::new, BODY.getBytes(UTF_8))));
        measure("zstd", "frames", size -> WireClient.joined(times(size, frame), Zstd.compress(BODY.getBytes(UTF_8))));
        measure(
                "gzip",
                "a name",
                size -> WireClient.joined(
                        new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0},
                        "n".repeat(size).getBytes(UTF_8)));
        measure(
                "gzip",
                "garbage",
                size -> WireClient.joined(packed(GZIPOutputStream::new, BODY.getBytes(UTF_8)), new byte[size]));
        measure(
                "deflate",
                "garbage",
                size -> WireClient.joined(packed(DeflaterOutputStream::new, BODY.getBytes(UTF_8)), new byte[size]));

        assertThat(growth.tooMuch()).isEmpty();
        assertThat(growth.accepted()).isGreaterThanOrEqualTo(9);
    }

    private static byte[] times(int size, byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < size / piece.length; i++) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private void measure(String coding, String title, IntFunction<byte[]> body) {
        growth.measure(
                coding + " of " + title,
                SIZE,
                size -> rig.send(WireClient.request(
                        "POST " + CHAT, List.of(JSON, "content-encoding: " + coding), body.apply(size))));
    }

    @Test
    void chunksAndBytesOtherThanHttp() {
        List<String> chunked = List.of(JSON, "transfer-encoding: chunked");
        Map.<String, IntFunction<String>>of(
                        "chunks of one byte",
                        n -> BODY.chars()
                                        .mapToObj(c -> "1\r\n" + (char) c + "\r\n")
                                        .collect(Collectors.joining())
                                + "1\r\n \r\n".repeat(n / 6) + "0\r\n\r\n",
                        "extensions of a chunk",
                        n -> "1;" + "a=b;".repeat(n / 4) + "\r\n{\r\n0\r\n\r\n",
                        "digits of a size",
                        n -> "0".repeat(n) + "1\r\n{\r\n0\r\n\r\n",
                        "trailers",
                        n -> "0\r\n" + repeated(n, "x*: y\r\n") + "\r\n",
                        "a trailer",
                        n -> "0\r\nx: " + "y".repeat(n) + "\r\n\r\n")
                .forEach((title, body) -> growth.measure(
                        title,
                        SIZE,
                        size -> rig.send(WireClient.joined(
                                ("POST " + CHAT
                                                + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nauthorization: Bearer "
                                                + MeasuredRelay.TOKEN + "\r\n"
                                                + String.join("\r\n", chunked) + "\r\n\r\n")
                                        .getBytes(UTF_8),
                                body.apply(size).getBytes(UTF_8)))));
        Stream.of("a", " ", "\r\n", "\n", "\u0000", "GET ", "GET / HTTP/1.1\r\n", ":", "x: y\r\n", " x\r\n")
                .forEach(piece -> growth.measure(
                        "bytes " + piece,
                        SIZE,
                        size -> rig.send((piece.repeat(size / piece.length()) + "\r\n\r\n").getBytes(UTF_8))));

        assertThat(growth.tooMuch()).isEmpty();
    }
}
