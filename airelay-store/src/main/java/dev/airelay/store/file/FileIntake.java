package dev.airelay.store.file;

import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreException;
import java.nio.ByteBuffer;

/**
 * A file on its way in. Write the chunks, then {@link #finish}; closing before gives everything up, closing after does
 * nothing. For one thread at a time; every call may block on the disk.
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
     * Appends the chunk, which is consumed. After a failure only {@link #close} makes sense.
     *
     * @throws StoreException when the file becomes too large, does not fit in the total or cannot be written
     */
    public void write(ByteBuffer chunk) {
        requireOpen();
        DiskWork.run(WHAT, () -> content.write(chunk));
    }

    /** How many bytes have been written. */
    public long bytes() {
        return content.bytes();
    }

    /**
     * Makes the file visible, at once and durably.
     *
     * @throws StoreException when that fails; the file is then not there
     */
    public StoredFile finish() {
        return finish(file);
    }

    /**
     * As {@link #finish()}, with a description that was not known when the content began to come: in a form, the file may
     * stand before what is said of it.
     *
     * @throws StoreException when that fails; the file is then not there
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
