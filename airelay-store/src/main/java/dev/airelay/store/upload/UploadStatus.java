package dev.airelay.store.upload;

/** The state of an upload. Only a pending one accepts parts. */
public enum UploadStatus {
    /** Waits for parts. */
    PENDING,
    /** Has become a file. */
    COMPLETED,
    /** Was canceled by the client. */
    CANCELLED,
    /** Was not completed in time. */
    EXPIRED
}
