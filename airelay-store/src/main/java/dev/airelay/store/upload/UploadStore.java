package dev.airelay.store.upload;

import dev.airelay.store.file.FileLimits;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.Limits;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Files that are sent in parts. The parts count toward the same total as files. Safe for concurrent use; every call may
 * block on the disk.
 */
public final class UploadStore {
    private final UploadDirectory directory;
    private final FileStore files;
    private final FileLimits limits;
    private final StoreContext context;
    private final InstantSource clock;
    private final InstantSource expiryClock;
    private final UploadIndex uploads;

    /** Opens the store and reads the uploads in progress. */
    public UploadStore(UploadDirectory directory, FileStore files, FileLimits limits, StoreContext context)
            throws IOException {
        this.directory = directory;
        this.files = files;
        this.limits = limits;
        this.context = context;
        this.clock = context.environment().clock();
        this.expiryClock = context.environment().expiryClock();
        this.uploads = new UploadIndex(directory, limits.maxUploads(), context);
        for (UploadState state : uploads.all()) {
            context.quota().adopt(state.partBytes());
            repair(state);
        }
    }

    /** A crash may have happened after the file was created, or before the parts of a closed upload were deleted. */
    private void repair(UploadState state) {
        UploadEntry entry = state.entry();
        if (state.isPending() && files.fromUpload(entry.id()).isPresent()) {
            finish(state, UploadStatus.COMPLETED);
        } else if (!state.isPending()) {
            finish(state, entry.status());
        }
    }

    /**
     * Creates an upload of this many bytes.
     *
     * @throws StoreException if that is more than a file may have, or there are too many uploads
     */
    public Upload create(NewFile file, long bytes) {
        Limits.positive("bytes", bytes);
        if (bytes > limits.maxFileBytes()) {
            throw StagedContent.tooLarge(limits.maxFileBytes());
        }
        sweep();
        Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
        UploadEntry entry = new UploadEntry(
                name("upload_"), file, bytes, now, now.plus(limits.uploadLifetime()), UploadStatus.PENDING);
        uploads.add(entry);
        return entry.view(Optional.empty());
    }

    /** The upload with this id; empty if there is none or it was dropped. */
    public Optional<Upload> find(String id) {
        return uploads.find(id).map(this::view);
    }

    private Upload view(UploadState state) {
        expire(state);
        UploadEntry entry = state.entry();
        return entry.view(entry.status() == UploadStatus.COMPLETED ? files.fromUpload(entry.id()) : Optional.empty());
    }

    private UploadState state(String id) {
        UploadState state = uploads.find(id)
                .orElseThrow(() -> new StoreException(
                        StoreFailure.UNKNOWN_UPLOAD, "no upload has the id '" + id + "'. It may have expired"));
        expire(state);
        return state;
    }

    /**
     * Starts to receive a part.
     *
     * @throws StoreException when the upload is unknown or closed, or has too many parts
     */
    public PartIntake receive(String uploadId) {
        UploadState state = state(uploadId);
        state.beginPart(limits.maxPartsPerUpload());
        boolean begun = false;
        try {
            StagedContent content = DiskWork.call(
                    "store the part",
                    () -> new StagedContent(context.staging(), context.quota(), limits.maxFileBytes()));
            begun = true;
            return new PartIntake(this, state, content);
        } finally {
            if (!begun) {
                state.endPart();
            }
        }
    }

    /** Publishes the part unless the upload was closed meanwhile. */
    UploadPart commit(UploadState state, StagedContent content) {
        synchronized (state) {
            state.requirePending();
            String uploadId = state.entry().id();
            UploadPart part = new UploadPart(name("part_"), uploadId, content.bytes(), clock.instant());
            DiskWork.run("store the part", () -> content.publish(directory.part(uploadId, part.id())));
            content.keep();
            state.endPart();
            state.load(part);
            return part;
        }
    }

    /**
     * Creates a file from these parts in this order. Parts that are not named are dropped. A rejected completion leaves the
     * upload unchanged; an upload that is already complete is rejected too.
     *
     * @param md5 of the whole in hexadecimal; null: not checked
     * @throws StoreException when upload or parts are unknown, size or checksum differ, or the disk fails
     */
    public Upload complete(String id, List<String> partIds, @Nullable String md5) {
        UploadState state = state(id);
        synchronized (state) {
            state.requirePending();
            UploadEntry entry = state.entry();
            List<UploadPart> parts = state.chosen(partIds);
            UploadCompletion.requireSize(entry, parts);
            StoredFile file = new UploadCompletion(directory, files).store(entry, parts, md5);
            // From here on the bytes that the parts had reserved belong to the file.
            context.quota().adopt(file.bytes());
            finish(state, UploadStatus.COMPLETED);
            return state.entry().view(Optional.of(file));
        }
    }

    /**
     * Cancels the upload and drops its parts.
     *
     * @throws StoreException when it is unknown or closed, or the disk fails
     */
    public Upload cancel(String id) {
        UploadState state = state(id);
        synchronized (state) {
            state.requirePending();
            UploadEntry cancelled = state.entry().with(UploadStatus.CANCELLED);
            DiskWork.run("cancel the upload", () -> directory.describe(cancelled));
            finish(state, UploadStatus.CANCELLED);
        }
        return view(state);
    }

    /** Closes the upload in memory and, if possible, on disk: otherwise its expiry, its file or the next start closes it. */
    private void finish(UploadState state, UploadStatus status) {
        UploadEntry closed = state.entry().with(status);
        boolean changed = state.entry().status() != status;
        state.become(closed);
        context.quota().release(state.clearParts());
        context.attempt(directory.of(closed.id()), () -> {
            if (changed) {
                directory.describe(closed);
            }
            directory.removeParts(closed.id());
        });
    }

    private String name(String prefix) {
        return prefix + context.environment().randomNames().get();
    }

    private void expire(UploadState state) {
        synchronized (state) {
            if (state.isPending()
                    && !expiryClock.instant().isBefore(state.entry().expiresAt())) {
                finish(state, UploadStatus.EXPIRED);
            }
        }
    }

    /** Drops expired uploads. */
    public void sweep() {
        Instant now = expiryClock.instant();
        for (UploadState state : uploads.all()) {
            expire(state);
            if (!now.isBefore(state.entry().expiresAt())) {
                uploads.forget(state);
            }
        }
    }

    /** The known uploads, in memory: their number is bounded. Safe for concurrent use. */
    private static final class UploadIndex {
        private final UploadDirectory directory;
        private final int max;
        private final StoreContext context;
        private final Map<String, UploadState> uploads = new ConcurrentHashMap<>();

        UploadIndex(UploadDirectory directory, int max, StoreContext context) throws IOException {
            this.directory = directory;
            this.max = max;
            this.context = context;
            directory.load().forEach(state -> uploads.put(state.entry().id(), state));
        }

        /** Adds a new upload durably. Closed ones are dropped for it. */
        synchronized void add(UploadEntry entry) {
            if (uploads.size() >= max) {
                all().stream().filter(state -> !state.isPending()).findFirst().ifPresent(this::forget);
            }
            if (uploads.size() >= max) {
                throw new StoreException(
                        StoreFailure.TOO_MANY,
                        "at most " + max + " uploads can be pending. Complete or cancel some and try again");
            }
            DiskWork.run("create the upload", () -> directory.describe(entry));
            uploads.put(entry.id(), new UploadState(entry));
        }

        Optional<UploadState> find(String id) {
            return Optional.ofNullable(uploads.get(id));
        }

        List<UploadState> all() {
            return List.copyOf(uploads.values());
        }

        void forget(UploadState state) {
            String id = state.entry().id();
            if (uploads.remove(id, state)) {
                context.attempt(directory.of(id), () -> directory.remove(id));
            }
        }
    }
}
