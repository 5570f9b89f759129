/**
 * Spans of requests and of the upstream calls that they cause, made of the records of the traffic log.
 *
 * <p>Used on the log's thread only; the SDK exports on threads of its own.
 *
 * <p>Read first: {@link dev.airelay.otlp.RequestSpans}.
 */
package dev.airelay.otlp;
