package dev.airelay.transforms.request;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.Translation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rewrites the expected files of all request cases after an intended change of the translators. What it writes has to be
 * read before it is committed: the test only holds the translators to it.
 */
final class GoldenRequestWriter {

    private GoldenRequestWriter() {}

    /** Runs in the module's folder. */
    public static void main(String[] arguments) {
        GoldenCase.all().forEach(GoldenRequestWriter::write);
    }

    private static void write(GoldenCase golden) {
        try {
            for (String file : List.of("upstream.json", "error.json", "disclosed.txt", "emulated.txt")) {
                Files.deleteIfExists(golden.folder().resolve(file));
            }
            Translation translation = golden.dialect().translate(golden.request(), golden.context());
            json(golden, "upstream.json", translation.request().body().toPrettyString());
            lines(golden, "disclosed.txt", translation.ignoredParameters());
            lines(golden, "emulated.txt", translation.emulatedParameters());
        } catch (RequestRejected rejected) {
            json(golden, "error.json", rejected.error().toNode().toPrettyString());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void lines(GoldenCase golden, String file, List<String> lines) {
        if (!lines.isEmpty()) {
            json(golden, file, String.join("\n", lines));
        }
    }

    private static void json(GoldenCase golden, String file, String text) {
        Path path = golden.folder().resolve(file);
        try {
            Files.writeString(path, text + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
