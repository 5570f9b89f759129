/**
 * Uploaded files, each with a record beside its content. The record is written last and removed first, so that a crash
 * leaves no partial file.
 *
 * <p>The store is safe for concurrent use, an intake is for one thread at a time. Every call may block on the disk; the
 * descriptions are held in memory, since their number is bounded.
 *
 * <p>Read first: {@link dev.airelay.store.file.FileStore}, {@link dev.airelay.store.file.FileIntake} and {@link
 * dev.airelay.store.file.StoredFile}.
 *
 * <p>A file name is only text and is never used as a path.
 */
package dev.airelay.store.file;
