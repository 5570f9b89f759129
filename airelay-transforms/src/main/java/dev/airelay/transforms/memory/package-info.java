/**
 * The relay's own memory as far as translation needs it: what a request refers to, what was found for it, and what is
 * to be stored of a turn.
 *
 * <p>Values only, for any thread. Nothing here reads or writes a store; the caller of a dialect does.
 *
 * <p>Read first: {@link dev.airelay.transforms.memory.References}, {@link dev.airelay.transforms.memory.History} and
 * {@link dev.airelay.transforms.memory.TurnState}.
 *
 * <p>A reference that was not found is left out of the history, and the translation rejects the request. The JSON nodes
 * in these values must not be changed.
 */
package dev.airelay.transforms.memory;
