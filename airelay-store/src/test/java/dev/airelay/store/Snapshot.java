package dev.airelay.store;

import dev.airelay.store.file.FileContent;
import dev.airelay.store.file.FileQuery;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.response.EventPage;
import dev.airelay.store.upload.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything a caller can see of a store, as text, so that two states can be compared. */
public final class Snapshot {
    private Snapshot() {}

    static String of(RelayStore store, List<String> uploadIds, List<String> responseIds, List<String> conversationIds) {
        StringBuilder text = new StringBuilder();
        text.append("used=").append(store.files().usedBytes()).append('\n');
        FileQuery all = new FileQuery(TestWorld.page(1000), Optional.empty());
        for (StoredFile file : store.files().list(all).elements()) {
            text.append("file ").append(file.filename()).append(' ').append(content(store, file));
        }
        uploadIds.forEach(id -> text.append("upload ")
                .append(store.uploads().find(id).map(Upload::status))
                .append('\n'));
        responseIds.forEach(
                id -> text.append("response ").append(response(store, id)).append('\n'));
        conversationIds.forEach(id -> text.append("conversation ")
                .append(store.conversations().replay(id))
                .append(store.conversations().find(id).map(found -> TestWorld.text(found.metadata())))
                .append('\n'));
        return text.toString();
    }

    private static String content(RelayStore store, StoredFile file) {
        FileContent content = store.files().open(file.id()).orElseThrow();
        try (FileChannel channel = content.channel()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.bytes());
            channel.read(bytes);
            return TestWorld.text(bytes.array()) + "\n";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String response(RelayStore store, String id) {
        return store.responses()
                .load(id)
                .map(all -> all.head().status() + " "
                        + TestWorld.text(all.object().json()) + all.input() + all.output()
                        + store.responses().items(TestWorld.ids(all.output())).size()
                        + store.responses()
                                .events(id, EventPage.Mark.behind(-1), 100)
                                .map(page -> page.events().size()))
                .orElse("none");
    }

    /** Regular files of the store's directory, without the index and the format, which are always there. */
    public static List<String> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.equals("format") && !name.equals("responses/items"))
                    .sorted()
                    .toList();
        }
    }
}
