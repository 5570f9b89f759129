package dev.airelay.bench;

import dev.airelay.transforms.chat.ChatDialect;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that grow, and the work of translating them.
 *
 * @param title names the request and what its size counts
 * @param smallest the size to begin with; it is worth measuring with two and four times as much
 * @param dialect translates
 * @param maker makes a request of a size
 */
public record Workload(String title, int smallest, Dialect dialect, IntFunction<ObjectNode> maker) {
    /** One image of so many MB in a data URL. */
    static final Workload CHAT_IMAGE = new Workload("chat, MB of image", 5, new ChatDialect(), Workload::chatImage);

    private static final String TEXT = "Some words of a turn, and a \"quote\".\n".repeat(110);
    private static final int IMAGE_STEP = 1_000_000;
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String TYPE = "type";

    /** Long conversations with tool calls, many tools whose names have to be mapped, and large images. */
    static List<Workload> all() {
        return List.of(
                new Workload("chat, turns of 4 KB", 500, new ChatDialect(), Workload::chatHistory),
                new Workload("responses, turns of 4 KB", 500, new ResponsesDialect(), Workload::responsesHistory),
                new Workload("chat, tools", 50, new ChatDialect(), Workload::chatTools),
                CHAT_IMAGE);
    }

    ObjectNode request(int size) {
        return maker.apply(size);
    }

    /** Translates a request and returns how many bytes would be sent. */
    long translate(ObjectNode request) {
        return translation(dialect, request).request().toBytes().length;
    }

    /** Translates a request as a relay with default settings and no known models would. */
    public static Translation translation(Dialect dialect, ObjectNode request) {
        return dialect.translate(
                request,
                new TranslationContext(
                        TranslationSettings.defaults(),
                        new RequestOrigin(true, Optional.empty()),
                        ModelDirectory.unknown(),
                        FileDirectory.empty(),
                        () -> "id",
                        InstantSource.fixed(Instant.EPOCH)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode chatHistory(int turns) {
        ObjectNode request = object().put("model", "gpt-5.5");
        ArrayNode messages = request.putArray("messages");
        for (int i = 0; i < turns; i++) {
            messages.addObject().put(ROLE, "user").put(CONTENT, TEXT);
            ObjectNode call = messages.addObject()
                    .put(ROLE, "assistant")
                    .putArray("tool_calls")
                    .addObject();
            call.put("id", "call_" + i).put(TYPE, "function");
            call.putObject("function").put("name", "read_file").put("arguments", "{}");
            messages.addObject()
                    .put(ROLE, "tool")
                    .put("tool_call_id", "call_" + i)
                    .put(CONTENT, "done");
        }
        return request;
    }

    private static ObjectNode responsesHistory(int turns) {
        ObjectNode request = object().put("model", "gpt-5.5");
        ArrayNode input = request.putArray("input");
        for (int i = 0; i < turns; i++) {
            input.addObject().put(ROLE, "user").put(CONTENT, TEXT);
            input.addObject()
                    .put(TYPE, "function_call")
                    .put("call_id", "call_" + i)
                    .put("name", "read_file")
                    .put("arguments", "{}");
            input.addObject()
                    .put(TYPE, "function_call_output")
                    .put("call_id", "call_" + i)
                    .put("output", "done");
        }
        return request;
    }

    private static ObjectNode chatTools(int tools) {
        ObjectNode request = chatHistory(1);
        ArrayNode offered = request.putArray("tools");
        for (int i = 0; i < tools; i++) {
            ObjectNode function = offered.addObject().put(TYPE, "function").putObject("function");
            function.put("name", "server.with dots/" + "x".repeat(60) + i).put("description", TEXT.substring(0, 400));
            ObjectNode schema = function.putObject("parameters").put(TYPE, "object");
            ObjectNode properties = schema.putObject("properties");
            for (int property = 0; property < 10; property++) {
                properties.putObject("property" + property).put(TYPE, "string");
            }
        }
        return request;
    }

    private static ObjectNode chatImage(int megabytes) {
        ObjectNode request = object().put("model", "gpt-5.5");
        // The signature of a PNG, then anything.
        String data = "iVBORw0KGgoA" + "AAAA".repeat(megabytes * IMAGE_STEP / 4);
        ObjectNode message = request.putArray("messages").addObject().put(ROLE, "user");
        message.putArray(CONTENT)
                .addObject()
                .put(TYPE, "image_url")
                .putObject("image_url")
                .put("url", "data:image/png;base64," + data);
        return request;
    }
}
