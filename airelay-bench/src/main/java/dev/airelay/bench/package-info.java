/** Measures how work grows with size, and what the relay adds to a call. */
@org.jspecify.annotations.NullMarked
package dev.airelay.bench;
