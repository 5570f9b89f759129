/**
 * The upstream's stream events: their types, and one event as received.
 *
 * <p>Immutable values for any thread. The bytes of an event are shared, not copied, and must not be changed.
 *
 * <p>Read first: {@link dev.airelay.transforms.event.EventType} and {@link dev.airelay.transforms.event.UpstreamEvent}.
 */
package dev.airelay.transforms.event;
