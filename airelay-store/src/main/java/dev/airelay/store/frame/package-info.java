/**
 * The file format and its durability, for all other rooms: frames with checksums, files that are replaced as a whole,
 * and shelves of many entries. The failures and lists that the stores share are here too. See ADR 0009.
 *
 * <p>Calls run on the caller's thread and block on the disk. Readers and writers of one file are for one thread at a
 * time; {@link dev.airelay.store.frame.Shelf}, {@link dev.airelay.store.frame.Quota} and
 * {@link dev.airelay.store.frame.Staging} serve several.
 *
 * <p>Read first: {@link dev.airelay.store.frame.FrameFormat}, {@link dev.airelay.store.frame.DurableFiles} and
 * {@link dev.airelay.store.frame.Shelf}.
 *
 * <p>When a write returns, it survives a power cut. A frame that is cut off does not count; a file that the store did
 * not write is reported, skipped and left in place.
 */
package dev.airelay.store.frame;
