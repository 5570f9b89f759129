package dev.airelay.transforms;

import dev.airelay.transforms.anthropic.MessagesDialect;
import dev.airelay.transforms.chat.ChatReply;
import dev.airelay.transforms.chat.ChatReplyOptions;
import dev.airelay.transforms.completions.CompletionsReply;
import dev.airelay.transforms.completions.CompletionsReplyOptions;
import dev.airelay.transforms.ollama.OllamaChatDialect;
import dev.airelay.transforms.ollama.OllamaGenerateDialect;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.responses.ResponsesReply;
import dev.airelay.transforms.responses.ResponsesReplyOptions;
import dev.airelay.transforms.spi.CustomCallForm;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.Reply;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A recorded upstream stream and what becomes of it: one folder under {@code golden}. */
public final class GoldenCase {

    /** The time at which all cases happen, for those whose upstream names none. */
    public static final long NOW = 1_775_300_001L;

    private final Path folder;
    private final Properties options;

    private GoldenCase(Path folder) {
        this.folder = folder;
        this.options = properties(folder.resolve("options.properties"));
    }

    /** Returns all cases in the order of their names. */
    public static List<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(GoldenCase::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            URI marker = GoldenCase.class.getResource("/golden/text/events.sse").toURI();
            return Path.of(marker).getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.exists(file) ? Files.readString(file) : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** Returns the upstream's bytes. */
    public byte[] events() {
        try (InputStream events = Files.newInputStream(folder.resolve("events.sse"))) {
            return events.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the expected content of a file of the case. */
    public String expected(String file) {
        try {
            return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the chat reply of the case. */
    public Reply chat() {
        return ChatReply.of(new ChatReplyOptions(
                "gpt-5.5",
                option("includeUsage", true),
                option("legacyFunctions", false),
                customCalls(),
                reasoning(),
                stops(),
                1,
                "chatcmpl-T0k3n",
                NOW));
    }

    /** Returns the legacy completions reply of the case. */
    public Reply completions() {
        return CompletionsReply.of(
                new CompletionsReplyOptions("gpt-5.5", option("includeUsage", true), stops(), 1, 1, "cmpl-T0k3n", NOW));
    }

    /** Returns the reply of Ollama's chat of the case. */
    public Reply ollamaChat() {
        ObjectNode request = Streams.JSON.createObjectNode().put("model", "gpt-5.5");
        request.putArray("messages").addObject().put("role", "user").put("content", "hi");
        return ollama(new OllamaChatDialect(), request);
    }

    /** Returns the reply of Ollama's generation of the case. */
    public Reply ollamaGenerate() {
        return ollama(
                new OllamaGenerateDialect(),
                Streams.JSON.createObjectNode().put("model", "gpt-5.5").put("prompt", "hi"));
    }

    private Reply ollama(Dialect dialect, ObjectNode request) {
        request.put("think", reasoning().visible());
        stops().forEach(stop -> request.putObject("options").put("stop", stop));
        return dialect.translate(
                        request,
                        new TranslationContext(
                                TranslationSettings.defaults(),
                                new RequestOrigin(true, Optional.empty()),
                                ModelDirectory.unknown(),
                                FileDirectory.empty(),
                                () -> "T0k3n",
                                InstantSource.fixed(Instant.ofEpochSecond(NOW))))
                .reply();
    }

    /** Returns Anthropic's reply of the case. */
    public Reply messages() {
        ObjectNode request = (ObjectNode) Streams.JSON.readTree("""
                {"model": "gpt-5.5", "max_tokens": 1, "messages": [{"role": "user", "content": "hi"}]}""");
        stops().forEach(stop -> request.withArray("stop_sequences").add(stop));
        boolean shown = reasoning() != ReasoningExposure.NONE;
        request.putObject("thinking").put("type", shown ? "adaptive" : "disabled");
        return new MessagesDialect().translate(request, Contexts.ordinary()).reply();
    }

    /** Returns how the case shows reasoning. */
    public ReasoningExposure reasoning() {
        return ReasoningExposure.of(options.getProperty("reasoning", "reasoning_content"))
                .orElseThrow();
    }

    private CustomCallForm customCalls() {
        return CustomCallForm.of(options.getProperty("customCalls", "custom")).orElseThrow();
    }

    private List<String> stops() {
        return Optional.ofNullable(options.getProperty("stop")).map(List::of).orElse(List.of());
    }

    /** Returns the Responses reply of the case. */
    public Reply responses() {
        ObjectNode local = Streams.JSON
                .createObjectNode()
                .put("store", true)
                .putNull("prompt_cache_key")
                .putNull("safety_identifier");
        local.putObject("metadata").put("topic", "demo");
        return new ResponsesReply(new ResponsesReplyOptions(
                local,
                Streams.JSON.createObjectNode(),
                option("encryptedReasoning", true),
                "gpt-5.5",
                "T0k3n",
                NOW,
                InstantSource.fixed(Instant.ofEpochSecond(NOW))));
    }

    private boolean option(String name, boolean absent) {
        return Boolean.parseBoolean(options.getProperty(name, Boolean.toString(absent)));
    }

    /** Returns the case's name. */
    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
