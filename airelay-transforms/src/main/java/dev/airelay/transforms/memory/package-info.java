/**
 * The relay's store as far as translations need it: the references of a request, the objects found, and the turns to be
 * stored.
 *
 * <p>Values only, for any thread. Nothing here reads or writes a store; the caller of a dialect does.
 *
 * <p>Read first: {@link dev.airelay.transforms.memory.References}, {@link dev.airelay.transforms.memory.History} and {@link
 * dev.airelay.transforms.memory.TurnState}.
 *
 * <p>A missing object is omitted from the history, and the translation rejects the request. The JSON nodes in these values
 * must not be changed.
 */
package dev.airelay.transforms.memory;
