package dev.airelay.transforms.spi;

import java.util.Optional;

/** Looks up uploaded files by id. Must not block: the caller first loads the files of {@link Dialect#uploadedFiles}. */
@FunctionalInterface
public interface FileDirectory {

    /** Returns the file; empty when there is none of this id. */
    Optional<UploadedFile> find(String id);

    /** Returns a directory without files. */
    static FileDirectory empty() {
        return id -> Optional.empty();
    }
}
