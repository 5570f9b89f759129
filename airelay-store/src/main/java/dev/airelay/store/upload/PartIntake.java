package dev.airelay.store.upload;

import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreException;
import java.nio.ByteBuffer;

/**
 * A part that is being received. Write the chunks, then {@link #finish}; closing before discards everything, closing after
 * does nothing. For one thread at a time; every call may block on the disk.
 */
public final class PartIntake implements AutoCloseable {
    private final UploadStore store;
    private final UploadState upload;
    private final StagedContent content;
    private boolean done;

    PartIntake(UploadStore store, UploadState upload, StagedContent content) {
        this.store = store;
        this.upload = upload;
        this.content = content;
    }

    /**
     * Appends the chunk, which is consumed. After a failure only {@link #close} makes sense.
     *
     * @throws StoreException when the upload is closed, the part is larger than the declared size of the whole, the total is
     *     exceeded, or the disk fails
     */
    public void write(ByteBuffer chunk) {
        requireOpen();
        upload.requireRoom(content.bytes() + chunk.remaining());
        DiskWork.run("store the part", () -> content.write(chunk));
    }

    /**
     * Makes the part durable.
     *
     * @throws StoreException when the upload was closed meanwhile or the disk fails; the part then does not exist
     */
    public UploadPart finish() {
        requireOpen();
        UploadPart part = store.commit(upload, content);
        done = true;
        return part;
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException("the part has already been completed or abandoned");
        }
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            upload.endPart();
            DiskWork.run("delete an incomplete part", content::close);
        }
    }
}
