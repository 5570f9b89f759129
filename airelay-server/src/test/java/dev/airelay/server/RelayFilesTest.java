package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files over real sockets. */
class RelayFilesTest {
    private static final String FILES = "/v1/files";

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(
                dataDir, Map.of("uploads.max_upload_bytes", "3000000", "uploads.max_total_upload_bytes", "5000000"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private WireAnswer upload(String name, byte[] content) {
        return relay.upload(FILES, form(name, content));
    }

    private static FormBody form(String name, byte[] content) {
        return new FormBody().field("purpose", "user_data").file("file", name, "text/plain", content);
    }

    private String uploaded(String name) {
        return upload(name, name.getBytes(UTF_8)).json().path("id").stringValue();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 2_999_999})
    void contentComesBackAsItWasSent(int length) {
        byte[] content = noise(length);

        WireAnswer created = upload("notes.txt", content);
        WireAnswer fetched = relay.get(FILES + "/" + created.json().path("id").stringValue() + "/content");

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.json().path("bytes").intValue()).isEqualTo(length);
        assertThat(created.json().path("filename").stringValue()).isEqualTo("notes.txt");
        assertThat(created.json().path("purpose").stringValue()).isEqualTo("user_data");
        assertThat(fetched.status()).isEqualTo(200);
        assertThat(fetched.body()).isEqualTo(content);
        assertThat(fetched.header("content-type")).hasValue("text/plain");
        assertThat(fetched.header("x-content-type-options")).hasValue("nosniff");
        assertThat(fetched.header("content-disposition")).hasValue("attachment; filename=\"notes.txt\"");
    }

    @Test
    void fieldsMayComeInAnyOrder() {
        WireAnswer answer = relay.upload(
                FILES,
                new FormBody()
                        .file("file", "a.txt", "text/plain", "a".getBytes(UTF_8))
                        .field("expires_after[seconds]", "3600")
                        .field("purpose", "assistants")
                        .field("expires_after[anchor]", "created_at"));

        JsonNode file = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(file.path("purpose").stringValue()).isEqualTo("assistants");
        assertThat(file.path("expires_at").longValue())
                .isEqualTo(file.path("created_at").longValue() + 3600);
    }

    @Test
    void expiryMayBeJson() {
        JsonNode file = relay.upload(
                        FILES,
                        form("a.txt", noise(1))
                                .part(
                                        "Content-Disposition: form-data; name=\"expires_after\"\r\n"
                                                + "Content-Type: application/json\r\n",
                                        "{\"anchor\": \"created_at\", \"seconds\": 7200}".getBytes(UTF_8)))
                .json();

        assertThat(file.path("expires_at").longValue())
                .isEqualTo(file.path("created_at").longValue() + 7200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expires_after | soon | invalid_value | expires_after",
                "expires_after | {\"seconds\": 7200} | missing_required_parameter | expires_after.anchor",
                "expires_after | {\"anchor\": \"created_at\", \"seconds\": 1} | invalid_value | expires_after.seconds",
                "expires_after.seconds | 7200 | unknown_parameter | expires_after.seconds",
                "expires_after[days] | 2 | unknown_parameter | expires_after[days]",
            })
    void expiryThatCannotBeReadIsRefused(String field, String value, String code, String param) {
        WireAnswer answer = relay.upload(FILES, form("a.txt", noise(1)).field(field, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("param")).isEqualTo(param);
    }

    @Test
    void expiryInTwoFormsIsRefused() {
        WireAnswer answer = relay.upload(
                FILES,
                form("a.txt", noise(1))
                        .field("expires_after", "{\"anchor\": \"created_at\", \"seconds\": 7200}")
                        .field("expires_after[seconds]", "3600"));

        assertThat(answer.error("param")).isEqualTo("expires_after");
    }

    @Test
    void fieldsThatHaveNoEffectAreNamed() {
        WireAnswer answer =
                relay.upload(FILES, form("a.txt", noise(1)).field("user", "me").field("a,b\u00e9", "c"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-airelay-ignored-parameters")).hasValue("user, a?b?");
    }

    @ParameterizedTest
    @CsvSource({"base64", "Quoted-Printable", "x-gzip"})
    void encodedPartIsRefused(String encoding) {
        WireAnswer answer = relay.upload(FILES, encoded(encoding));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("unsupported_content_transfer_encoding");
        assertThat(answer.error("param")).isEqualTo("file");
        assertThat(relay.get(FILES).json().path("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"binary", "8BIT", "7bit"})
    void encodingThatChangesNothingIsTaken(String encoding) {
        assertThat(relay.upload(FILES, encoded(encoding)).json().path("bytes").intValue())
                .isEqualTo(4);
    }

    private static FormBody encoded(String encoding) {
        return new FormBody()
                .field("purpose", "user_data")
                .part(
                        "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                                + "Content-Transfer-Encoding: " + encoding + "\r\n",
                        "YWJj".getBytes(UTF_8));
    }

    @Test
    void nameInLatinKeepsItsLetters() {
        JsonNode file = relay.upload(
                        FILES,
                        new FormBody()
                                .field("purpose", "user_data")
                                .latinPart(
                                        "Content-Disposition: form-data; name=\"file\"; filename=\"Gr\u00fc\u00dfe.txt\"\r\n",
                                        noise(1)))
                .json();

        assertThat(file.path("filename").stringValue()).isEqualTo("Gr\u00fc\u00dfe.txt");
    }

    @Test
    void fieldThatIsNotUtf8IsRefused() {
        WireAnswer answer = relay.upload(
                FILES,
                form("a.txt", noise(1))
                        .part("Content-Disposition: form-data; name=\"note\"\r\n", new byte[] {(byte) 0xfc}));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo("note");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "../../etc/passwd | passwd | attachment; filename=\"passwd\"",
                "C:\\\\x\\\\notes.txt | notes.txt | attachment; filename=\"notes.txt\"",
                "bücher.txt | bücher.txt | attachment; filename=\"b_cher.txt\"; filename*=UTF-8''b%C3%BCcher.txt",
                "a\\\"b.txt | a\"b.txt | attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt",
                "`` | upload.bin | attachment; filename=\"upload.bin\"",
            })
    void nameIsOnlyAName(String sent, String kept, String disposition) {
        JsonNode file = upload(sent, noise(3)).json();

        assertThat(file.path("filename").stringValue()).isEqualTo(kept);
        assertThat(relay.get(FILES + "/" + file.path("id").stringValue() + "/content")
                        .header("content-disposition"))
                .hasValue(disposition);
    }

    @Test
    void filesAreListedPageByPage() {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            ids.add(uploaded(name));
        }

        JsonNode first = relay.get(FILES + "?limit=2&order=asc").json();
        JsonNode second = relay.get(FILES + "?limit=2&order=asc&after="
                        + first.path("last_id").stringValue())
                .json();
        JsonNode newest = relay.get(FILES).json();

        assertThat(ids(first)).containsExactlyElementsOf(ids.subList(0, 2));
        assertThat(first.path("first_id").stringValue()).isEqualTo(ids.get(0));
        assertThat(first.path("has_more").booleanValue()).isTrue();
        assertThat(ids(second)).containsExactlyElementsOf(ids.subList(2, 4));
        assertThat(ids(newest)).hasSize(5).startsWith(ids.get(4)).endsWith(ids.get(0));
        assertThat(newest.path("has_more").booleanValue()).isFalse();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(file -> ids.add(file.path("id").stringValue()));
        return ids;
    }

    @Test
    void listIsRestrictedToAPurpose() {
        uploaded("a");
        relay.upload(FILES, new FormBody().field("purpose", "vision").file("file", "b.png", "image/png", noise(9)));

        assertThat(relay.get(FILES + "?purpose=vision").json().path("data"))
                .extracting(file -> file.path("filename").stringValue())
                .containsExactly("b.png");
        assertThat(relay.get(FILES + "?purpose=batch").json().path("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=10001,limit", "limit=x,limit", "order=up,order", "after=file-nowhere,after"})
    void wrongQueryIsRefused(String query, String param) {
        WireAnswer answer = relay.get(FILES + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(param);
    }

    @Test
    void deletedFileIsGone() {
        String id = uploaded("a");

        WireAnswer deleted = relay.send("DELETE", FILES + "/" + id, "");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("deleted").booleanValue()).isTrue();
        for (WireAnswer gone : List.of(
                relay.get(FILES + "/" + id),
                relay.get(FILES + "/" + id + "/content"),
                relay.send("DELETE", FILES + "/" + id, ""))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.error("message")).isEqualTo("No such File object: " + id);
        }
    }

    @Test
    void fileOutlivesARestart() {
        String id = uploaded("kept.txt");
        relay.close();

        start();

        assertThat(relay.get(FILES + "/" + id + "/content").text()).isEqualTo("kept.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "purpose, user_data, '', 400, missing_required_parameter, file",
        "file, '', '', 400, missing_required_parameter, purpose",
        "file, party, '', 400, invalid_value, purpose",
        "file, user_data, 10, 400, invalid_value, expires_after[seconds]",
        "file, user_data, soon, 400, invalid_value, expires_after[seconds]",
        "data, user_data, '', 400, missing_required_parameter, file",
    })
    void wrongFormIsRefusedAndNothingIsKept(
            String fileField, String purpose, String seconds, int status, String code, String param) {
        FormBody form = new FormBody();
        if (!fileField.equals("purpose")) {
            form.file(fileField, "a.txt", "text/plain", noise(1000));
        }
        if (!purpose.isEmpty()) {
            form.field("purpose", purpose);
        }
        if (!seconds.isEmpty()) {
            form.field("expires_after[anchor]", "created_at").field("expires_after[seconds]", seconds);
        }

        WireAnswer answer = relay.upload(FILES, form);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("param")).isEqualTo(param);
        assertThat(relay.get(FILES).json().path("data")).isEmpty();
        assertThat(upload("next", noise(1)).status()).isEqualTo(200);
    }

    @Test
    void onlyFormsAreTaken() {
        WireAnswer json = relay.post(FILES, "{\"purpose\": \"user_data\"}");
        WireAnswer zipped = relay.post(FILES, "x", "content-type", FormBody.CONTENT_TYPE, "content-encoding", "gzip");
        WireAnswer broken = relay.post(FILES, "no form", "content-type", FormBody.CONTENT_TYPE);

        assertThat(List.of(json.status(), zipped.status(), broken.status())).containsExactly(415, 415, 400);
        assertThat(broken.error("code")).isEqualTo("invalid_multipart");
    }

    @Test
    void fileAboveTheLimitIsRefused() {
        WireAnswer announced = upload("big", noise(4_500_000));
        WireAnswer received = upload("big", noise(3_000_001));

        for (WireAnswer refused : List.of(announced, received)) {
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.error("code")).isEqualTo("too_large");
            assertThat(refused.error("message")).contains("3000000");
        }
        assertThat(relay.get(FILES).json().path("data")).isEmpty();
    }

    @Test
    void filesTogetherAboveTheLimitAreRefused() {
        assertThat(upload("a", noise(2_900_000)).status()).isEqualTo(200);

        WireAnswer refused = upload("b", noise(2_900_000));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.error("code")).isEqualTo("storage_limit_exceeded");
        assertThat(relay.get("/v1/relay/status")
                        .json()
                        .at("/storage/total_bytes")
                        .intValue())
                .isEqualTo(2_900_000);
    }

    @Test
    void statusShowsTheUseOfTheStore() {
        uploaded("abc");

        JsonNode storage = relay.get("/v1/relay/status").json().path("storage");

        assertThat(storage.path("file_count").intValue()).isEqualTo(1);
        assertThat(storage.path("total_bytes").intValue()).isEqualTo(3);
        assertThat(storage.path("conversation_count").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /v1/files/x/content, 'GET, HEAD, OPTIONS'", "PUT, /v1/files/x, 'DELETE, GET, HEAD, OPTIONS'"})
    void wrongMethodAnswerNamesTheRightOnes(String method, String path, String allow) {
        assertThat(relay.send(method, path, "").header("allow")).hasValue(allow);
    }
}
