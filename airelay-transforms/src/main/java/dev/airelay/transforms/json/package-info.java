/**
 * JSON text read and written without a tree, for the hot path; and trees for the rare, large shapes. See ADR 0004.
 *
 * <p>Scanners and buffers are for one thread at a time. Slices and texts are views of shared bytes that nobody changes.
 *
 * <p>Read first: {@link dev.airelay.transforms.json.JsonMembers}, {@link dev.airelay.transforms.json.JsonBuffer} and
 * {@link dev.airelay.transforms.json.Json}.
 *
 * <p>The grammar is that of <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>. The digits of a number
 * survive the round trip.
 */
package dev.airelay.transforms.json;
