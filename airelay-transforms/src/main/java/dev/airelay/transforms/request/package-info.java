/**
 * What the request translators of all dialects share: typed views over the client's JSON, the walk over a dialect's
 * parameters, and the upstream body. Not exported.
 *
 * <p>Read first: {@link dev.airelay.transforms.request.Value}, {@link dev.airelay.transforms.request.Members},
 * {@link dev.airelay.transforms.request.UpstreamBody}.
 */
package dev.airelay.transforms.request;
