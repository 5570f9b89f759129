/**
 * The file format and its durability, for all other packages: frames with checksums, files that are replaced atomically, and
 * shelves of many entries. Also the failures and lists that the stores share. See ADR 0009.
 *
 * <p>Calls run on the caller's thread and block on the disk. Readers and writers of one file are for one thread at a time;
 * {@link dev.airelay.store.frame.Shelf}, {@link dev.airelay.store.frame.Quota} and {@link dev.airelay.store.frame.Staging}
 * serve several.
 *
 * <p>Read first: {@link dev.airelay.store.frame.FrameFormat}, {@link dev.airelay.store.frame.DurableFiles} and {@link
 * dev.airelay.store.frame.Shelf}.
 *
 * <p>When a write returns, it survives a power failure. A truncated frame does not count; a file that is not as the store
 * wrote it is reported, skipped and left in place.
 */
package dev.airelay.store.frame;
