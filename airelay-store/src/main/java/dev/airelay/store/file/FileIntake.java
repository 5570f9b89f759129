package dev.airelay.store.file;

import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreException;
import java.nio.ByteBuffer;

/**
 * A file that is being received. Write the chunks, then {@link #finish}; closing before discards everything, closing after
 * does nothing. For one thread at a time; every call may block on the disk.
 */
public final class FileIntake implements AutoCloseable {
    private static final String WHAT = "store the file";

    private final FileStore store;
    private final NewFile file;
    private final StagedContent content;
    private boolean done;

    FileIntake(FileStore store, NewFile file, StagedContent content) {
        this.store = store;
        this.file = file;
        this.content = content;
    }

    /**
     * Appends the chunk, which is consumed. After a failure only {@link #close} may be called.
     *
     * @throws StoreException when the file becomes too large, does not fit in the total or cannot be written
     */
    public void write(ByteBuffer chunk) {
        requireOpen();
        DiskWork.run(WHAT, () -> content.write(chunk));
    }

    /** The number of bytes written so far. */
    public long bytes() {
        return content.bytes();
    }

    /**
     * Makes the file visible, atomically and durably.
     *
     * @throws StoreException if that fails; the file then does not exist
     */
    public StoredFile finish() {
        return finish(file);
    }

    /**
     * As {@link #finish()}, with a description that was unknown when the content began to arrive: in a form, the file may
     * precede its description.
     *
     * @throws StoreException if that fails; the file then does not exist
     */
    public StoredFile finish(NewFile described) {
        requireOpen();
        StoredFile stored = store.commit(content, described, null);
        done = true;
        return stored;
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException("the file has already been completed or abandoned");
        }
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            store.giveUp(content);
        }
    }
}
