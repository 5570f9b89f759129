/**
 * JSON text read and written without a tree, for the hot path, and trees for rare, large objects. See ADR 0004.
 *
 * <p>Scanners and buffers are for one thread at a time. Slices and texts are views of shared bytes, which must not be
 * changed.
 *
 * <p>Read first: {@link dev.airelay.transforms.json.JsonMembers}, {@link dev.airelay.transforms.json.JsonBuffer} and {@link
 * dev.airelay.transforms.json.Json}.
 *
 * <p>The grammar is that of <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>. Numbers keep their digits.
 */
package dev.airelay.transforms.json;
