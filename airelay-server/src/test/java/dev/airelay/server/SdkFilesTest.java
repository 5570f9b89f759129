package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import com.openai.models.uploads.parts.PartCreateParams;
import com.openai.models.uploads.parts.UploadPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and uploads as OpenAI's Java SDK sees them. */
class SdkFilesTest {

    @TempDir
    Path dataDir;

    @TempDir
    Path outside;

    private SdkRelay relay;

    @BeforeEach
    void start() {
        relay = SdkRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private FileObject uploaded(String name, byte[] content) throws IOException {
        Path file = Files.write(outside.resolve(name), content);
        return relay.client()
                .files()
                .create(FileCreateParams.builder()
                        .file(file)
                        .purpose(FilePurpose.USER_DATA)
                        .build());
    }

    @Test
    void fileGoesThereAndBack() throws IOException {
        byte[] content = "grüße\n".repeat(100_000).getBytes(UTF_8);

        FileObject created = uploaded("grüße.txt", content);
        FileObject found = relay.client().files().retrieve(created.id());

        assertThat(created.validate().filename()).isEqualTo("grüße.txt");
        assertThat(found.bytes()).isEqualTo(content.length);
        try (HttpResponse fetched = relay.client().files().content(created.id());
                InputStream body = fetched.body()) {
            assertThat(body.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void fileMayExpire() {
        FileObject created = relay.client()
                .files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream("x".getBytes(UTF_8)))
                                .filename("x.txt")
                                .contentType("text/plain")
                                .build())
                        .purpose(FilePurpose.ASSISTANTS)
                        .expiresAfter(FileCreateParams.ExpiresAfter.builder()
                                .seconds(3600)
                                .build())
                        .build());

        assertThat(created.expiresAt()).hasValue(created.createdAt() + 3600);
    }

    @Test
    void listIsWalkedPageByPage() throws IOException {
        for (int i = 0; i < 5; i++) {
            uploaded("f" + i, new byte[i]);
        }

        assertThat(relay.client()
                        .files()
                        .list(FileListParams.builder().limit(2).build())
                        .autoPager())
                .extracting(FileObject::filename)
                .containsExactly("f4", "f3", "f2", "f1", "f0");
    }

    @Test
    void emptyListIsEmpty() {
        assertThat(relay.client().files().list().autoPager()).isEmpty();
    }

    @Test
    void deletedFileIsGone() throws IOException {
        String id = uploaded("a", new byte[3]).id();

        assertThat(relay.client().files().delete(id).deleted()).isTrue();

        assertThatThrownBy(() -> relay.client().files().retrieve(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> relay.client().files().content(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void uploadBecomesAFile() {
        Upload upload = relay.client()
                .uploads()
                .create(UploadCreateParams.builder()
                        .filename("whole.txt")
                        .purpose(FilePurpose.ASSISTANTS)
                        .bytes(10)
                        .mimeType("text/plain")
                        .build());
        List<String> parts = List.of(part(upload, "hello"), part(upload, "world"));

        Upload completed = relay.client()
                .uploads()
                .complete(UploadCompleteParams.builder()
                        .uploadId(upload.id())
                        .partIds(parts)
                        .build());

        assertThat(completed.validate().status()).isEqualTo(Upload.Status.COMPLETED);
        assertThat(completed.file().orElseThrow().bytes()).isEqualTo(10);
    }

    private String part(Upload upload, String text) {
        UploadPart part = relay.client()
                .uploads()
                .parts()
                .create(PartCreateParams.builder()
                        .uploadId(upload.id())
                        .data(text.getBytes(UTF_8))
                        .build());
        return part.validate().id();
    }

    @Test
    void uploadIsCancelled() {
        Upload upload = relay.client()
                .uploads()
                .create(UploadCreateParams.builder()
                        .filename("a")
                        .purpose(FilePurpose.BATCH)
                        .bytes(10)
                        .mimeType("a/b")
                        .build());

        assertThat(relay.client().uploads().cancel(upload.id()).status()).isEqualTo(Upload.Status.CANCELLED);
    }
}
