package dev.airelay.server.generation;

import dev.airelay.server.http.JsonBody;
import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.StreamEncoder;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Translates a streamed chat and encodes its response, both constant and without the network, so that the classes are loaded
 * before the first request after a start: without it, that request takes half a second longer.
 */
public final class WarmUp {
    private static final String REQUEST = """
            {"model": "warm-up", "stream": true, "stream_options": {"include_usage": true},
             "messages": [{"role": "system", "content": "Hello"}, {"role": "user", "content": "Hello"}]}
            """;
    private static final String ITEM = "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":[]}";
    private static final String OUTPUT_TEXT = ",\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,";
    private static final List<String> ANSWER = List.of(
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"created_at\":1,\"model\":\"warm-up\"}}",
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + ITEM + "}",
            "{\"type\":\"response.content_part.added\"" + OUTPUT_TEXT
                    + "\"part\":{\"type\":\"output_text\",\"text\":\"\"}}",
            "{\"type\":\"response.output_text.delta\"" + OUTPUT_TEXT + "\"delta\":\"Hello\"}",
            "{\"type\":\"response.output_text.done\"" + OUTPUT_TEXT + "\"text\":\"Hello\"}",
            "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + ITEM + "}",
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[],"
                    + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":2}}}");

    private WarmUp() {}

    /** Runs once through translation and encoding. Uses memory only briefly and accesses neither files nor the network. */
    public static void run(GenerationContexts contexts, JsonBody bodies) {
        TranslationContext context = new TranslationContext(
                contexts.settings(),
                new RequestOrigin(true, Optional.empty()),
                contexts.models().get(),
                FileDirectory.empty(),
                contexts.ids(),
                contexts.clock());
        Translation translation =
                new ChatDialect().translate(bodies.read(REQUEST.getBytes(StandardCharsets.UTF_8)), context);
        byte[] unused = translation.request().toBytes();
        StreamEncoder encoder = translation.reply().streamEncoder();
        for (String event : ANSWER) {
            UpstreamEvent.parse(event.getBytes(StandardCharsets.UTF_8))
                    .ifPresent(parsed -> encoder.accept(parsed, (bytes, offset, length) -> {}));
        }
    }
}
