package dev.airelay.transforms.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ObjectEncoder;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whole image requests, each with the exact request for the upstream's route, where that can make the image, and for its tool.
 * With {@code -Dairelay.golden=write} the test rewrites the expected files.
 */
class ImagesTest {

    private static final Path ROOT = Path.of("src", "test", "resources", "requests-images");
    private static final boolean WRITE = "write".equals(System.getProperty("airelay.golden"));
    private static final JsonMapper MAPPER = JsonMapper.shared();

    static Stream<Path> cases() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Images images(Path folder) {
        return folder.getFileName().toString().startsWith("edit") ? Images.edits("host") : Images.generations("host");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void requestBecomesWhatTheFolderSays(Path folder) throws IOException {
        ObjectNode request = (ObjectNode) MAPPER.readTree(Files.readString(folder.resolve("request.json")));
        ObjectNode expected = MAPPER.createObjectNode();
        try {
            Images.Translated translated = images(folder).translate(request, Contexts.ordinary());
            translated.route().ifPresent(route -> expected.set("route", route.body()));
            expected.set("tool", translated.byTool().request().body());
            expected.put("images", translated.byTool().requests().size());
            expected.put("stream", translated.byTool().stream());
            expected.set("ignored", MAPPER.valueToTree(translated.ignoredParameters()));
            expected.set("emulated", MAPPER.valueToTree(translated.emulatedParameters()));
        } catch (RequestRejected rejected) {
            expected.set("error", rejected.error().toNode());
        }
        Path outcome = folder.resolve("outcome.json");
        if (WRITE) {
            Files.writeString(outcome, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }

        assertThat(expected.toString())
                .isEqualTo(MAPPER.readTree(Files.readString(outcome)).toString());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void everyRejectedParameterIsRejectedByName(boolean edits) {
        Images images = edits ? Images.edits("host") : Images.generations("host");
        String minimal = edits
                ? "{\"prompt\": \"x\", \"images\": [{\"image_url\": \"https://example.org/a.png\"}]}"
                : "{\"prompt\": \"x\"}";

        assertThat(images.parameters().rules())
                .filteredOn(rule -> rule.kind().wireName().equals("rejected"))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    ObjectNode request = (ObjectNode) MAPPER.readTree(minimal);
                    request.put(rule.name(), "x");

                    RequestRejected rejected = catchThrowableOfType(
                            RequestRejected.class, () -> images.translate(request, Contexts.ordinary()));

                    assertThat(rejected.error().param()).isEqualTo(rule.name());
                    assertThat(rejected.error().code()).isEqualTo("unsupported_parameter");
                });
        assertThat(images.parameters().rules())
                .allSatisfy(
                        rule -> assertThat(rule.reason()).matches("[A-Z].*\\.").doesNotContain(". "));
    }

    @Test
    void strictModeRefusesWhatIsIgnored() {
        ObjectNode request = (ObjectNode) MAPPER.readTree("{\"prompt\": \"x\", \"user\": \"u\"}");

        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> Images.generations("host").translate(request, Contexts.strict()));

        assertThat(rejected.error().param()).isEqualTo("user");
    }

    @Test
    void addressOfStoredFilesReplacesImages() {
        ObjectNode request = (ObjectNode) MAPPER.readTree("{\"prompt\": \"x\", \"response_format\": \"url\"}");
        ObjectEncoder encoder = Images.generations("host")
                .storing(() -> "http://relay/v1/files/")
                .translate(request, Contexts.ordinary())
                .byTool()
                .reply()
                .objectEncoder();

        encoder.accept(event("""
                {"type": "response.output_item.done", "output_index": 0, "item": {"id": "ig_1",
                 "type": "image_generation_call", "status": "completed", "result": "aGk=", "file_id": "file-7"}}"""));
        encoder.accept(
                event("{\"type\": \"response.completed\", \"response\": {\"status\": \"completed\", \"output\": []}}"));
        JsonNode image = MAPPER.readTree(((ObjectEncoder.Outcome.Finished) encoder.finish()).json())
                .at("/data/0");

        assertThat(image.path("url").stringValue()).isEqualTo("http://relay/v1/files/file-7/content");
        assertThat(image.has("b64_json")).isFalse();
    }

    private static UpstreamEvent event(String json) {
        return UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    void uploadedImageMustBeSmallToo() {
        ObjectNode request =
                (ObjectNode) MAPPER.readTree("{\"prompt\": \"x\", \"images\": [{\"file_id\": \"file-1\"}]}");
        byte[] large = new byte[50_000_000];
        System.arraycopy(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, 0, large, 0, 3);
        TranslationContext context = Contexts.knowing(
                ModelDirectory.unknown(), id -> Optional.of(new UploadedFile("a.jpg", "image/jpeg", large)));

        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> Images.edits("host").translate(request, context));

        assertThat(rejected.error().param()).isEqualTo("images[0].file_id");
        assertThat(rejected.error().message()).contains("less than 50000000");
    }

    @Test
    void namesFilesThatARequestRefersTo() {
        ObjectNode request = (ObjectNode) MAPPER.readTree("""
                {"prompt": "x", "images": [{"file_id": "file-1"}, {"image_url": "x"}, 7], "mask": {"file_id": "file-2"}}""");

        assertThat(Images.edits("host").uploadedFiles(request)).isEqualTo(List.of("file-1", "file-2"));
    }

    @ParameterizedTest
    @CsvSource({
        "tools[0].size, size",
        "input[0].content[0].text, prompt",
        "input, prompt",
        "input_fidelity, input_fidelity",
        "prompt, prompt"
    })
    void upstreamsNamesOfPlacesBecomeTheClients(String upstream, String client) {
        ObjectNode request = (ObjectNode) MAPPER.readTree("{\"prompt\": \"x\"}");
        Images.Translated translated = Images.generations("host").translate(request, Contexts.ordinary());
        UpstreamFailure failure = new UpstreamFailure(
                UpstreamFailure.Kind.CLIENT,
                400,
                new ApiError("no", "invalid_request_error", upstream, "invalid_value"),
                Optional.empty());

        assertThat(translated.byTool().failures().translated(failure).error().param())
                .isEqualTo(client);
    }

    @Test
    void routeIsUsedIfItCanMakeTheImage() {
        ObjectNode request = (ObjectNode) MAPPER.readTree("{\"prompt\": \"x\"}");
        Images.Translated translated = Images.generations("host").translate(request, Contexts.ordinary());

        assertThat(translated.requests()).isEqualTo(List.of(translated.route().orElseThrow()));
    }
}
