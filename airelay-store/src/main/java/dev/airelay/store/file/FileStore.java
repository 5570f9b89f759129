package dev.airelay.store.file;

import dev.airelay.base.RegularFiles;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.IdLocks;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Uploaded files. Each file has a record beside its content; the record is written last and removed first, so a crash leaves
 * no partial file. Safe for concurrent use; every call may block on the disk.
 */
public final class FileStore {
    private final FileDirectory directory;
    private final FileIndex index;
    private final FileLimits limits;
    private final StoreContext context;
    private final InstantSource clock;
    private final InstantSource expiryClock;
    private final IdLocks locks = new IdLocks();

    /** Opens the store and reads the descriptions of its files. */
    public FileStore(FileDirectory directory, FileLimits limits, StoreContext context) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.context = context;
        this.clock = context.environment().clock();
        this.expiryClock = context.environment().expiryClock();
        this.index = new FileIndex(limits.maxFiles());
        for (FileEntry entry : directory.load()) {
            index.load(entry);
            context.quota().adopt(entry.file().bytes());
        }
    }

    /**
     * Starts to receive a file.
     *
     * @throws StoreException when there are too many files or the disk cannot be written
     */
    public FileIntake receive(NewFile file) {
        return new FileIntake(this, file, stage(limits.maxFileBytes()));
    }

    /** Returns empty content to be written; {@link #commit} or {@link #giveUp} must follow. */
    public StagedContent stage(long maxBytes) {
        index.takePlace();
        boolean staged = false;
        try {
            StagedContent content = DiskWork.call(
                    "store the file", () -> new StagedContent(context.staging(), context.quota(), maxBytes));
            staged = true;
            return content;
        } finally {
            if (!staged) {
                index.giveUpPlace();
            }
        }
    }

    /** Deletes content that will not be committed, and frees its place. */
    public void giveUp(StagedContent content) {
        index.giveUpPlace();
        DiskWork.run("delete an incomplete file", content::close);
    }

    /** Publishes the content and its description; on failure neither exists, and the content must still be closed. */
    public StoredFile commit(StagedContent content, NewFile file, @Nullable String uploadId) {
        String id = "file-" + context.environment().randomNames().get();
        Instant now = clock.instant();
        StoredFile stored = new StoredFile(
                id,
                file.filename(),
                file.purpose(),
                file.contentType(),
                content.bytes(),
                content.sha256(),
                Instant.ofEpochMilli(now.toEpochMilli()),
                file.expiresAfter()
                        .map(life -> Instant.ofEpochMilli(now.plus(life).toEpochMilli())));
        FileEntry entry = new FileEntry(stored, index.nextOrder(now), Optional.ofNullable(uploadId));
        DiskWork.run("store the file", () -> {
            content.publish(directory.content(id));
            directory.describe(entry);
        });
        content.keep();
        index.add(entry);
        return stored;
    }

    /** The file with this id; empty when there is none or it has expired. */
    public Optional<StoredFile> find(String id) {
        return entry(id).map(FileEntry::file);
    }

    private Optional<FileEntry> entry(String id) {
        Instant now = expiryClock.instant();
        return index.find(id).filter(entry -> !entry.file().isExpired(now));
    }

    /**
     * A part of the list of files. Uses only descriptions in memory.
     *
     * @throws StoreException if the cursor does not name a file
     */
    public Page<StoredFile> list(FileQuery query) {
        Instant now = expiryClock.instant();
        Iterator<FileEntry> entries =
                index.from(query.page().after(), query.page().order());
        return Page.of(
                StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false)
                        .map(FileEntry::file)
                        .filter(file -> !file.isExpired(now))
                        .filter(file ->
                                query.purpose().map(file.purpose()::equals).orElse(true))
                        .iterator(),
                query.page().limit());
    }

    /**
     * The file and its open content; empty when there is no such file, or its content is damaged.
     * The caller closes the channel.
     */
    public Optional<FileContent> open(String id) {
        return entry(id).flatMap(entry -> DiskWork.call("read the file", () -> open(entry.file())));
    }

    private Optional<FileContent> open(StoredFile file) throws IOException {
        Path path = directory.content(file.id());
        FileChannel channel;
        try {
            channel = RegularFiles.open(path, Set.of(StandardOpenOption.READ));
        } catch (NoSuchFileException missing) {
            if (index.find(file.id()).isPresent()) {
                context.damaged(path, "its content is missing");
            }
            return Optional.empty();
        }
        if (channel.size() != file.bytes()) {
            channel.close();
            context.damaged(path, "its content does not have the recorded size");
            return Optional.empty();
        }
        return Optional.of(new FileContent(file, channel));
    }

    /**
     * Deletes the file; returns whether there was one.
     *
     * @throws StoreException if it cannot be deleted; it then still exists
     */
    public boolean delete(String id) {
        Optional<FileEntry> existing = entry(id);
        existing.ifPresent(this::remove);
        return existing.isPresent();
    }

    private void remove(FileEntry entry) {
        String id = entry.file().id();
        DiskWork.run(
                "delete the file",
                () -> locks.call(id, () -> {
                    if (index.find(id).isPresent()) {
                        directory.removeDescription(id);
                        index.remove(entry);
                        context.quota().release(entry.file().bytes());
                        directory.removeContent(id);
                    }
                    return true;
                }));
    }

    /** Deletes expired files. */
    public void sweep() {
        Instant now = expiryClock.instant();
        index.all().filter(entry -> entry.file().isExpired(now)).toList().forEach(this::remove);
    }

    /** The file created from this upload, if its completion got that far. */
    public Optional<StoredFile> fromUpload(String uploadId) {
        return index.all()
                .filter(entry -> Objects.equals(entry.uploadId().orElse(null), uploadId))
                .map(FileEntry::file)
                .findFirst();
    }

    /** Total bytes of files and parts, including those being received. */
    public long usedBytes() {
        return context.quota().used();
    }
}
