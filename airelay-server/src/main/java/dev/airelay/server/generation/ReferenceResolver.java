package dev.airelay.server.generation;

import dev.airelay.server.http.MemoryShare;
import dev.airelay.store.RelayStore;
import dev.airelay.store.conversation.ConversationStore;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.file.FileContent;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.response.ResponseHead;
import dev.airelay.store.response.ResponseStore;
import dev.airelay.store.response.StoredResponse;
import dev.airelay.transforms.memory.History;
import dev.airelay.transforms.memory.References;
import dev.airelay.transforms.responses.LocalReferences;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up the objects that a request refers to: earlier turns, single items and uploaded files. Every method blocks. */
public final class ReferenceResolver {

    private final ResponseStore responses;
    private final ConversationStore conversations;
    private final StoredFiles files;

    public ReferenceResolver(RelayStore store) {
        this.responses = store.responses();
        this.conversations = store.conversations();
        this.files = new StoredFiles(store.files());
    }

    /**
     * The objects found; missing ones are omitted.
     *
     * @param history earlier turns and items
     * @param files the uploaded files of the request and of its history
     */
    public record Found(History history, FileDirectory files) {

        /** Returns a context with these objects. */
        public TranslationContext in(TranslationContext context) {
            return new TranslationContext(
                    context.settings(),
                    context.origin(),
                    context.models(),
                    files,
                    history,
                    context.ids(),
                    context.clock());
        }
    }

    /**
     * Looks everything up.
     *
     * @param known the objects already found
     * @param share the memory to which new ones are added
     * @throws MemoryShare.NoRoomException if there is no memory for them
     */
    public Found find(References references, List<String> fileIds, History known, MemoryShare share) {
        History history = known;
        Map<String, StoredItem> items = new HashMap<>();
        if (references.conversationId().isPresent()) {
            String id = references.conversationId().get();
            Optional<List<StoredItem>> said = conversations.replay(id);
            if (said.isPresent()) {
                share.require(size(said.get()));
                history = history.withTurns(id, bytes(said.get()));
                said.get().forEach(item -> items.put(item.id(), item));
            }
        }
        if (references.previousResponseId().isPresent()) {
            String id = references.previousResponseId().get();
            Optional<List<StoredItem>> said = chain(id, share);
            if (said.isPresent()) {
                history = history.withTurns(id, bytes(said.get()));
                said.get().forEach(item -> items.put(item.id(), item));
            }
        }
        history = withItems(history, references.itemIds(), items, share);
        List<String> allFiles = new ArrayList<>(fileIds);
        allFiles.addAll(LocalReferences.uploadedFiles(history));
        return new Found(history, files.load(allFiles, share));
    }

    private History withItems(History history, List<String> wanted, Map<String, StoredItem> items, MemoryShare share) {
        Set<String> elsewhere = new HashSet<>(wanted);
        elsewhere.removeAll(items.keySet());
        if (!elsewhere.isEmpty()) {
            Map<String, StoredItem> found = responses.items(elsewhere);
            share.require(size(found.values()));
            items.putAll(found);
        }
        // Each reference gets its own copy; the first is already counted.
        Set<String> once = new HashSet<>();
        for (String id : wanted) {
            if (!once.add(id) && items.containsKey(id)) {
                share.require(items.get(id).json().length);
            }
        }
        Map<String, byte[]> found = new HashMap<>();
        for (String id : wanted) {
            StoredItem item = items.get(id);
            if (item != null) {
                found.put(id, item.json());
            }
        }
        return history.withItems(found);
    }

    private static long size(Collection<StoredItem> items) {
        return items.stream().mapToLong(item -> item.json().length).sum();
    }

    private static List<byte[]> bytes(List<StoredItem> items) {
        return items.stream().map(StoredItem::json).toList();
    }

    /** Returns all items up to a response; empty if any is missing, so that nothing is omitted unnoticed. */
    private Optional<List<StoredItem>> chain(String last, MemoryShare share) {
        Deque<StoredResponse> newestFirst = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        Optional<String> next = Optional.of(last);
        while (next.isPresent()) {
            Optional<StoredResponse> kept = seen.add(next.get()) ? responses.load(next.get()) : Optional.empty();
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            share.require(size(kept.get().input()) + size(kept.get().output()));
            newestFirst.push(kept.get());
            next = kept.get().object().head().previousResponseId();
        }
        List<StoredItem> said = new ArrayList<>();
        for (StoredResponse turn : newestFirst) {
            if (said.isEmpty()) {
                List<StoredItem> before = conversationBefore(turn);
                share.require(size(before));
                said.addAll(before);
            }
            said.addAll(turn.input());
            said.addAll(turn.output());
        }
        return Optional.of(said);
    }

    /** Returns the items of its conversation when the turn began. */
    private List<StoredItem> conversationBefore(StoredResponse turn) {
        ResponseHead head = turn.object().head();
        Optional<List<StoredItem>> said = head.conversationId().flatMap(conversations::replay);
        if (said.isEmpty() || turn.input().isEmpty()) {
            return List.of();
        }
        String first = turn.input().get(0).id();
        List<StoredItem> before =
                said.get().stream().takeWhile(item -> !item.id().equals(first)).toList();
        return before.size() == said.get().size() ? List.of() : before;
    }

    /** Loads uploaded files for the requests that refer to them. */
    private static final class StoredFiles {

        private final FileStore files;

        StoredFiles(FileStore files) {
            this.files = files;
        }

        /**
         * Returns a directory of the existing ones of these files, with their contents in memory. Blocks.
         *
         * @param ids each id once per reference, each of which gets the content in Base64
         * @param share the memory to which the contents are added before they are read
         * @throws MemoryShare.NoRoomException when there is no memory for them
         * @throws UncheckedIOException when a file cannot be read
         */
        FileDirectory load(Collection<String> ids, MemoryShare share) {
            Map<String, Integer> references = new LinkedHashMap<>();
            ids.forEach(id -> references.merge(id, 1, Integer::sum));
            Map<String, UploadedFile> loaded = new LinkedHashMap<>();
            references.forEach((id, times) ->
                    files.open(id).map(content -> read(content, times, share)).ifPresent(file -> loaded.put(id, file)));
            return id -> Optional.ofNullable(loaded.get(id));
        }

        private static UploadedFile read(FileContent content, int references, MemoryShare share) {
            StoredFile file = content.file();
            try (FileChannel channel = content.channel()) {
                share.require((1L + references) * file.bytes());
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.bytes()));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new IOException("the file " + file.id() + " became shorter while it was read");
                    }
                }
                return new UploadedFile(file.filename(), file.contentType(), bytes.array());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
