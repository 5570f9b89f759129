/**
 * The routes of the account: its models and the use of its plan.
 *
 * <p>Endpoints run on the connection's event loop and never block; a response that needs the upstream is written when the
 * upstream has responded. Both routes use caches, so that polling clients do not reach the upstream each time.
 *
 * <p>Read first: {@link dev.airelay.server.account.ModelsEndpoint}, {@link dev.airelay.server.account.SubscriptionEndpoint}
 * and {@link dev.airelay.server.account.SubscriptionStatus}.
 *
 * <p>In the subscription status every member is always present, and null where the upstream gives no usable value.
 */
package dev.airelay.server.account;
