/**
 * Everything the relay adds to an upstream call: the plan of its attempts and time-out, the memory that it may use, its
 * record in the traffic log, and the observers that remember limits and models from one request to the next.
 *
 * <p>A call is used on its client's event loop only. The objects that requests share, such as {@link
 * dev.airelay.server.upstream.ModelCatalogs}, {@link dev.airelay.server.upstream.LiveLimits} and {@link
 * dev.airelay.server.upstream.PlanLimitCache}, are safe for concurrent use and never block.
 *
 * <p>Read first: {@link dev.airelay.server.upstream.GenerationCalls}, which plans a call, {@link
 * dev.airelay.server.upstream.RetryPolicy}, and {@link dev.airelay.server.upstream.CallTrace}. The call itself is {@code
 * UpstreamCall} in the backend.
 *
 * <p>A call is never retried after its response has begun.
 */
package dev.airelay.server.upstream;
