package dev.airelay.transforms;

import dev.airelay.transforms.event.UpstreamEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rewrites the expected files of all golden cases after an intended change of the encoders. What it writes has to be read
 * before it is committed: the test only holds the encoders to it.
 */
final class GoldenWriter {

    private GoldenWriter() {}

    /** Takes the folder {@code src/test/resources/golden}. */
    public static void main(String[] arguments) throws IOException {
        for (GoldenCase golden : GoldenCase.all()) {
            write(golden, Path.of(arguments[0]).resolve(golden.toString()));
        }
    }

    private static void write(GoldenCase golden, Path folder) throws IOException {
        byte[] stream = golden.events();
        List<UpstreamEvent> events = Streams.events(stream, stream.length);
        Files.writeString(
                folder.resolve("chat.stream.sse"),
                Streams.encode(golden.chat(), events).text());
        Files.writeString(
                folder.resolve("responses.stream.sse"),
                Streams.encode(golden.responses(), events).text());
        Files.writeString(
                folder.resolve("completions.stream.sse"),
                Streams.encode(golden.completions(), events).text());
        Files.writeString(
                folder.resolve("messages.stream.sse"),
                Streams.encode(golden.messages(), events).text());
        Files.writeString(folder.resolve("messages.object.json"), Streams.object(golden.messages(), events));
        Files.writeString(folder.resolve("completions.object.json"), Streams.object(golden.completions(), events));
        Files.writeString(
                folder.resolve("ollama-chat.stream.ndjson"),
                Streams.encode(golden.ollamaChat(), events).text());
        Files.writeString(
                folder.resolve("ollama-generate.stream.ndjson"),
                Streams.encode(golden.ollamaGenerate(), events).text());
        Files.writeString(folder.resolve("ollama-chat.object.json"), Streams.object(golden.ollamaChat(), events));
        Files.writeString(
                folder.resolve("ollama-generate.object.json"), Streams.object(golden.ollamaGenerate(), events));
        Files.writeString(folder.resolve("chat.object.json"), Streams.object(golden.chat(), events));
        Files.writeString(folder.resolve("responses.object.json"), Streams.object(golden.responses(), events));
    }
}
