/**
 * Redaction: secrets found by value, by shape and by the name before them, in text and in JSON.
 *
 * <p>{@link dev.airelay.traffic.redact.Redactor} and {@link dev.airelay.traffic.redact.SecretValues} are safe for concurrent
 * use; the log redacts on its own thread, never on an event loop. Every search takes time linear in the text.
 *
 * <p>Read first: {@link dev.airelay.traffic.redact.Redactor}, {@link dev.airelay.traffic.redact.SecretValues} and {@link
 * dev.airelay.traffic.redact.SecretShapes}.
 *
 * <p>A secret that was replaced remains known, because it may still be in transit.
 */
package dev.airelay.traffic.redact;
