/**
 * Everything the relay adds to an upstream call: repetition, a total time-out, memory limits, records for the traffic
 * log, and the observers that remember limits and models from one request to the next.
 *
 * <p>A call is used on its client's event loop only. The objects that requests share, such as
 * {@link dev.airelay.server.upstream.ModelCatalogs}, {@link dev.airelay.server.upstream.LiveLimits} and
 * {@link dev.airelay.server.upstream.PlanLimitCache}, are safe for concurrent use and never block.
 *
 * <p>Read first: {@link dev.airelay.server.upstream.GenerationCalls}, which puts the parts of a call together,
 * {@link dev.airelay.server.upstream.RetriedCall} and {@link dev.airelay.server.upstream.MeteredCall}; the last two
 * have state diagrams.
 *
 * <p>A call is never repeated after its response has begun.
 */
package dev.airelay.server.upstream;
