/**
 * The parts that the request translators of all dialects share: typed views over the client's JSON, the traversal of a
 * dialect's parameters, and the upstream body. Not exported.
 *
 * <p>The tables are immutable. Everything else belongs to one request and is used by one thread at a time.
 *
 * <p>Read first: {@link dev.airelay.transforms.request.Value}, {@link dev.airelay.transforms.request.Members} and {@link
 * dev.airelay.transforms.request.UpstreamBody}.
 *
 * <p>A member whose value is null counts as absent. The client's nodes are never changed.
 */
package dev.airelay.transforms.request;
