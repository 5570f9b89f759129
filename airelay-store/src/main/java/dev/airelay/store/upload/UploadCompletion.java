package dev.airelay.store.upload;

import dev.airelay.base.RegularFiles;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.StoredFile;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.StagedContent;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins the parts of one upload, in order. The bytes remain reserved by the parts. */
final class UploadCompletion {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final UploadDirectory directory;
    private final FileStore files;
    private final MessageDigest md5 = md5();

    UploadCompletion(UploadDirectory directory, FileStore files) {
        this.directory = directory;
        this.files = files;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Rejects parts whose total differs from the declared size. */
    static void requireSize(UploadEntry entry, List<UploadPart> parts) {
        long sum = parts.stream().mapToLong(UploadPart::bytes).sum();
        if (sum != entry.bytes()) {
            throw new StoreException(
                    StoreFailure.UPLOAD_MISMATCH,
                    "the parts have " + sum + " bytes in total, but the upload was declared to have " + entry.bytes());
        }
    }

    /** Stores the parts as one file, which does not exist if that fails. */
    StoredFile store(UploadEntry entry, List<UploadPart> parts, @Nullable String expectedMd5) {
        StagedContent content = files.stage(entry.bytes());
        boolean committed = false;
        try {
            DiskWork.run("assemble the parts", () -> join(parts, content, expectedMd5));
            StoredFile file = files.commit(content, entry.file(), entry.id());
            committed = true;
            return file;
        } finally {
            if (!committed) {
                files.giveUp(content);
            }
        }
    }

    /** Appends the parts to the content and checks the whole against the checksum, if there is one. */
    private void join(List<UploadPart> parts, StagedContent content, @Nullable String expectedMd5) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (UploadPart part : parts) {
            append(directory.part(part.uploadId(), part.id()), content, chunk);
        }
        String actual = HexFormat.of().formatHex(md5.digest());
        if (expectedMd5 != null && !actual.equals(expectedMd5.toLowerCase(Locale.ROOT))) {
            throw new StoreException(
                    StoreFailure.UPLOAD_MISMATCH,
                    "md5 is '" + expectedMd5 + "', but the parts have '" + actual + "'. Check their order and content");
        }
    }

    private void append(Path part, StagedContent content, ByteBuffer chunk) throws IOException {
        try (FileChannel channel = RegularFiles.open(part, Set.of(StandardOpenOption.READ))) {
            while (channel.read(chunk.clear()) >= 0) {
                md5.update(chunk.flip().duplicate());
                content.writeReserved(chunk);
            }
        }
    }
}
