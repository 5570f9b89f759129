package dev.airelay.store.frame;

/** Why the store refused or failed: one constant for each solution that a caller can offer. */
public enum StoreFailure {
    /** One file, response, event or conversation is larger than its limit. */
    TOO_LARGE,
    /** The files and upload parts together would exceed their limit; deleting files helps. */
    QUOTA_EXCEEDED,
    /** There are already as many files, uploads, parts or running responses as allowed. */
    TOO_MANY,
    /** The cursor of a page does not name an element of the list. */
    UNKNOWN_CURSOR,
    /** There is no such upload, or none of the named parts. */
    UNKNOWN_UPLOAD,
    /** The upload is completed, canceled or expired. */
    UPLOAD_CLOSED,
    /** Size or checksum of the parts differ from the declared ones. */
    UPLOAD_MISMATCH,
    /** An id is already taken. */
    DUPLICATE_ID,
    /** The disk or the user's quota is full; reading still works. */
    DISK_FULL,
    /** The directory or file cannot be written; reading still works. */
    READ_ONLY,
    /** The directory was written by a newer version. */
    NEWER_FORMAT,
    /** Any other failure of the file system. */
    DISK
}
