package dev.airelay.cli.connect;

import dev.airelay.base.JsonTrees;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes that AIRelay made to the files of each client, with a copy of every file as it was before, so that they can be taken
 * back. The copies may contain other programs' secrets: they are readable only by their owner, and deleted with the entry.
 */
public final class Journal {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int VERSION = 1;

    private final Path directory;

    /** Uses a directory, which is created when something is written. */
    public Journal(Path directory) {
        this.directory = directory;
    }

    /**
     * One changed file.
     *
     * @param path as the client names it
     * @param before the text before the first change; empty if there was no file
     * @param writtenHash the SHA-256 of what was written last
     * @param exact whether nobody but AIRelay changed the file between the first change and the last
     * @param values the values that were written
     * @param created the objects and lists that were made for them
     */
    public record Entry(
            Path path,
            FileFormat format,
            Optional<String> before,
            String writtenHash,
            boolean exact,
            List<Value> values,
            List<List<String>> created) {
        public Entry {
            values = List.copyOf(values);
            created = List.copyOf(created);
        }
    }

    /**
     * A value that was written. By its hash it is recognized later; the value itself may be a secret.
     *
     * @param hash the SHA-256 of its JSON
     */
    public record Value(List<String> path, String hash) {
        static Value of(Setting setting) {
            return new Value(setting.path(), hash(setting.value()));
        }

        boolean is(JsonNode value) {
            return hash.equals(hash(value));
        }

        private static String hash(JsonNode value) {
            return ClientFile.hash(value.toString());
        }
    }

    /**
     * Returns the changes to the files of a client; empty when there are none.
     *
     * @throws UneditableException when the entry cannot be read
     */
    public List<Entry> read(String client) throws IOException {
        Path file = file(client);
        try {
            JsonNode root = JsonTrees.exact().read(RegularFiles.read(file, MAX_BYTES));
            if (root.path("version").asInt(0) != VERSION) {
                throw new UneditableException("it was written by another version of AIRelay", null);
            }
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : root.path("files")) {
                entries.add(entry(client, entry, entries.size()));
            }
            return entries;
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (JacksonException | IllegalArgumentException broken) {
            throw new UneditableException("it is damaged; the copies of the client's files are beside it", broken);
        }
    }

    /** Returns where the changes of a client are noted. */
    public Path file(String client) {
        return directory.resolve(client + ".json");
    }

    private Path copy(String client, int index) {
        return directory.resolve(client + "." + index + ".before");
    }

    private Entry entry(String client, JsonNode entry, int index) throws IOException {
        Optional<String> before = entry.path("existed").asBoolean(false)
                ? Optional.of(new String(RegularFiles.read(copy(client, index), MAX_BYTES), StandardCharsets.UTF_8))
                : Optional.empty();
        List<Value> values = new ArrayList<>();
        entry.path("values")
                .forEach(value -> values.add(new Value(
                        strings(value.path("path")), value.path("sha256").asString(""))));
        List<List<String>> created = new ArrayList<>();
        entry.path("created").forEach(path -> created.add(strings(path)));
        return new Entry(
                Path.of(entry.path("path").asString("")),
                FileFormat.valueOf(entry.path("format").asString("")),
                before,
                entry.path("written_sha256").asString(""),
                entry.path("exact").asBoolean(false),
                values,
                created);
    }

    private static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    /** Notes the changes to the files of a client, in place of those noted so far. They are on the disk when this returns. */
    public void write(String client, List<Entry> entries) throws IOException {
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("version", VERSION).put("client", client);
        ArrayNode files = root.putArray("files");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.before().isPresent()) {
                PrivateFiles.replace(copy(client, i), entry.before().get().getBytes(StandardCharsets.UTF_8));
            }
            ObjectNode node = files.addObject()
                    .put("path", entry.path().toString())
                    .put("format", entry.format().name())
                    .put("existed", entry.before().isPresent())
                    .put("written_sha256", entry.writtenHash())
                    .put("exact", entry.exact());
            ArrayNode values = node.putArray("values");
            entry.values().forEach(value -> {
                ObjectNode item = values.addObject().put("sha256", value.hash());
                addAll(item.putArray("path"), value.path());
            });
            ArrayNode created = node.putArray("created");
            entry.created().forEach(path -> addAll(created.addArray(), path));
        }
        PrivateFiles.replace(file(client), JsonTrees.exact().writeIndented(root));
    }

    private static void addAll(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }

    /** Forgets the changes to the files of a client, and deletes the copies. */
    public void remove(String client, int files) throws IOException {
        Files.deleteIfExists(file(client));
        for (int i = 0; i < files; i++) {
            Files.deleteIfExists(copy(client, i));
        }
    }
}
