package dev.airelay.store;

import dev.airelay.store.conversation.ConversationStore;
import dev.airelay.store.file.FileDirectory;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.frame.DamageListener;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.DurableFiles;
import dev.airelay.store.frame.Quota;
import dev.airelay.store.frame.Staging;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFormat;
import dev.airelay.store.response.ResponseStore;
import dev.airelay.store.upload.UploadDirectory;
import dev.airelay.store.upload.UploadStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The stores of one directory. One process at a time may have it open. Nothing needs to be closed: when a call returns, its
 * change is on disk. Safe for concurrent use; every call of the stores may block on the disk.
 */
public final class RelayStore {
    private final FileStore files;
    private final UploadStore uploads;
    private final ResponseStore responses;
    private final ConversationStore conversations;
    private final StoreContext context;
    private final Path directory;

    private RelayStore(StoreOptions options, StoreEnvironment environment) throws IOException {
        directory = options.directory();
        DurableFiles.privateDirectory(directory);
        Staging staging = Staging.open(directory.resolve("staging"), environment);
        StoreFormat.prepare(directory, staging);
        context = new StoreContext(staging, new Quota(options.files().maxTotalBytes()), environment);
        DamageListener damage = environment.damage();
        files = new FileStore(new FileDirectory(directory.resolve("files"), staging, damage), options.files(), context);
        uploads = new UploadStore(
                new UploadDirectory(directory.resolve("uploads"), staging, damage), files, options.files(), context);
        responses = new ResponseStore(directory.resolve("responses"), options.responses(), context);
        conversations = new ConversationStore(directory.resolve("conversations"), options.conversations(), context);
    }

    /**
     * Opens the directory, creates missing parts and cleans up after a crash.
     *
     * @throws StoreException if it cannot be read, is of a newer version, or cannot be written
     */
    public static RelayStore open(StoreOptions options, StoreEnvironment environment) {
        RelayStore store = DiskWork.call("open its store", () -> new RelayStore(options, environment));
        store.sweep();
        return store;
    }

    /** Uploaded files. */
    public FileStore files() {
        return files;
    }

    /** Files that are sent in parts. */
    public UploadStore uploads() {
        return uploads;
    }

    /** Stored responses. */
    public ResponseStore responses() {
        return responses;
    }

    /** Conversations. */
    public ConversationStore conversations() {
        return conversations;
    }

    /**
     * Removes expired entries. To be called from time to time, such as every hour; expired entries are not visible in any
     * case. A failure is reported to the damage listener.
     */
    public void sweep() {
        context.attempt(directory, files::sweep);
        context.attempt(directory, uploads::sweep);
        context.attempt(directory, responses::sweep);
        context.attempt(directory, conversations::sweep);
    }
}
