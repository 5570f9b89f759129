/**
 * Measures single parts with JMH: time and allocation for one event, request, text or admission. Run with {@code mvn verify
 * -Pjmh -pl airelay-bench -am -DskipTests}; see docs/performance.md. Each class makes its own input and shares no state.
 *
 * <p>Read first: {@link dev.airelay.bench.micro.EventBenchmark}.
 */
package dev.airelay.bench.micro;
