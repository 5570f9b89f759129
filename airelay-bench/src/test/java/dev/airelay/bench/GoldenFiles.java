package dev.airelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The requests and events by which the translations of {@code airelay-transforms} are tested, with every field there is. */
final class GoldenFiles {
    /** The member of {@link #events} that holds them. */
    static final String EVENTS = "events";

    private static final Path RESOURCES = Path.of("..", "airelay-transforms", "src", "test", "resources");
    private static final String DATA = "data:";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private GoldenFiles() {}

    /** The requests of a dialect, first those that the relay accepts. */
    static List<ObjectNode> requests(String dialect) {
        return files(RESOURCES.resolve("requests").resolve(dialect))
                .sorted(Comparator.comparing((Path one) -> !Files.exists(one.resolve("upstream.json"))))
                .map(one -> JsonMapper.shared().readTree(bytes(one.resolve("request.json"))))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** The upstream's answers, each an object with a list of events. */
    static List<ObjectNode> answers() {
        return files(RESOURCES.resolve("golden"))
                .map(one -> events(new String(bytes(one.resolve("events.sse")), UTF_8)))
                .toList();
    }

    /** One of the upstream's answers, as it is sent. */
    static byte[] answer(String name) {
        return bytes(RESOURCES.resolve("golden").resolve(name).resolve("events.sse"));
    }

    private static ObjectNode events(String stream) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode events = all.putArray(EVENTS);
        stream.lines()
                .filter(line -> line.startsWith(DATA) && line.endsWith("}"))
                .forEach(line -> readable(line.substring(DATA.length()), events));
        return all;
    }

    /** Some are cut short on purpose. */
    private static void readable(String json, ArrayNode events) {
        try {
            JsonNode event = JsonMapper.shared().readTree(json);
            events.add(event);
        } catch (JacksonException cut) {
            // Its kind stands in other answers too.
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The id in an object, which may be sent in chunks. */
    static String id(String body) {
        Matcher id = ID.matcher(body);
        return id.find() ? id.group(1) : "";
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
