package dev.airelay.transforms.request;

import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.completions.CompletionsDialect;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.TranslationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One folder of a request and what must become of it.
 *
 * <p>{@code request.json} is the client's body. Either {@code upstream.json} is the upstream's, with {@code disclosed.txt}
 * naming the ignored parameters and {@code emulated.txt} the emulated ones if there are any, or {@code error.json} is the
 * error. {@code route.txt} names the context where it is not the ordinary one. {@code quirk.txt} says why a request is read although
 * the API's schema refuses it.
 *
 * @param dialect the dialect that translates
 * @param folder where the files are
 */
public record GoldenCase(Dialect dialect, Path folder) {

    private static final Path ROOT = Path.of("src", "test", "resources", "requests");
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Map<String, TranslationContext> CONTEXTS = Map.of(
            "", Contexts.ordinary(),
            "strict", Contexts.strict(),
            "no-tools", Contexts.withoutTools(),
            "history", Contexts.remembering(KeptTurns.HISTORY),
            "history-without-files", Contexts.ordinary().withHistory(KeptTurns.HISTORY),
            "files", Contexts.knowing(ModelDirectory.unknown(), UploadedFiles.DIRECTORY),
            "models", Contexts.knowing(KnownModels.DIRECTORY, FileDirectory.empty()));

    /** Returns every case of every dialect. */
    public static Stream<GoldenCase> all() {
        return Stream.of(
                        new ChatDialect(),
                        new CompletionsDialect(),
                        new ResponsesDialect(),
                        new MessagesDialect(),
                        new OllamaChatDialect(),
                        new OllamaGenerateDialect())
                .flatMap(GoldenCase::of);
    }

    /** Returns the cases in which the request is accepted. */
    public static Stream<GoldenCase> accepted() {
        return all().filter(golden -> golden.has("upstream.json"));
    }

    /** Returns the cases in which the request is accepted, and valid by the schema of its API too. */
    public static Stream<GoldenCase> standard() {
        return accepted().filter(golden -> !golden.has("quirk.txt"));
    }

    /** Returns the client's body, parsed again at every call. */
    public ObjectNode request() {
        return (ObjectNode) MAPPER.readTree(text("request.json"));
    }

    /** Returns the context to translate in. */
    public TranslationContext context() {
        return CONTEXTS.get(has("route.txt") ? text("route.txt").strip() : "");
    }

    /** Returns the file's JSON as compact text, in which the order of members shows. */
    public String compact(String file) {
        return MAPPER.readTree(text(file)).toString();
    }

    /** Returns the names of the parameters to be disclosed. */
    public List<String> disclosed() {
        return has("disclosed.txt") ? text("disclosed.txt").lines().toList() : List.of();
    }

    /** Returns the names of the parameters that are emulated. */
    public List<String> emulated() {
        return has("emulated.txt") ? text("emulated.txt").lines().toList() : List.of();
    }

    /** Returns true when the folder has this file. */
    public boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    /** Returns the file's text. */
    public String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return dialect.name() + "/" + folder.getFileName();
    }

    private static Stream<GoldenCase> of(Dialect dialect) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(dialect.name()))) {
            return folders.sorted().map(folder -> new GoldenCase(dialect, folder)).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
