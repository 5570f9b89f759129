/**
 * Metrics for Prometheus, when {@code metrics.enabled} says so.
 *
 * <p>The thread of the traffic log counts, by its records, so that requests are not slowed down. The page is written on a thread for
 * long work. Nothing of the package is loaded unless it is switched on.
 *
 * <p>Read first: {@link dev.airelay.server.metrics.RelayMetrics}, whose constructor lists what is measured.
 */
package dev.airelay.server.metrics;
