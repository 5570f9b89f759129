/**
 * Uploads: files that are sent in parts and joined at the end. Their parts count toward the same total as files: {@link
 * dev.airelay.store.frame.Quota}, taken by {@link dev.airelay.store.frame.StagedContent} as bytes arrive.
 *
 * <p>The store is safe for concurrent use, receiving a part is for one thread at a time. Every call may block on the disk.
 * Each upload is guarded by its own monitor.
 *
 * <p>Read first: {@link dev.airelay.store.upload.UploadStore}, {@link dev.airelay.store.upload.Upload} and {@link
 * dev.airelay.store.upload.PartIntake}.
 */
package dev.airelay.store.upload;
